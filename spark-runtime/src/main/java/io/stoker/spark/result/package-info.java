/** Results: files written without rename, their manifest, and a look at their rows. */
@NullMarked
package io.stoker.spark.result;

import org.jspecify.annotations.NullMarked;
