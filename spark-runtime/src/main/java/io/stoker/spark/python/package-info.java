/** Programs in Python: run by Spark's own runner, their end told in the platform's words. */
@NullMarked
package io.stoker.spark.python;

import org.jspecify.annotations.NullMarked;
