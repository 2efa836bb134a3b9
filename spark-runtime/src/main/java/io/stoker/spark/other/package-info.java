/** Drivers of a Spark that the platform's classes do not link against, watched from outside. */
@NullMarked
package io.stoker.spark.other;

import org.jspecify.annotations.NullMarked;
