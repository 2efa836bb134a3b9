/** PostgreSQL: the schema's migrations and the embedded server that they run on by default. */
@NullMarked
package io.stoker.database;

import org.jspecify.annotations.NullMarked;
