/** Spark's history server as a process of a node. */
@NullMarked
package io.stoker.spark.history;

import org.jspecify.annotations.NullMarked;
