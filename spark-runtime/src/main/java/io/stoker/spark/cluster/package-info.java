/** Spark's side of the cluster manager: executors are wished for here and started by nodes. */
@NullMarked
package io.stoker.spark.cluster;

import org.jspecify.annotations.NullMarked;
