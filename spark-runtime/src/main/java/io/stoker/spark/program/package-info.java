/** What programs of users have in common, whatever they are written in. */
@NullMarked
package io.stoker.spark.program;

import org.jspecify.annotations.NullMarked;
