/** A small Spark program whose JVM writes down the classes that it used. */
@NullMarked
package io.stoker.spark.archive;

import org.jspecify.annotations.NullMarked;
