/** What driver and executors use of their memory, from Spark's own measurements. */
@NullMarked
package io.stoker.spark.memory;

import org.jspecify.annotations.NullMarked;
