/** The connection to PostgreSQL, embedded or not. */
@NullMarked
package io.stoker.api.database;

import org.jspecify.annotations.NullMarked;
