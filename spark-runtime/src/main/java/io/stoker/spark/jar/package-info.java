/** A user's own program: found, called, its failures put into words, its files listed. */
@NullMarked
package io.stoker.spark.jar;

import org.jspecify.annotations.NullMarked;
