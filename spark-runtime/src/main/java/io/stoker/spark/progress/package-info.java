/** What Spark is doing, counted from its listener and sent as the driver's sign of life. */
@NullMarked
package io.stoker.spark.progress;

import org.jspecify.annotations.NullMarked;
