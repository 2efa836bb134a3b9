/** Entry points inside Spark's JVMs, named by settings and command lines. */
@NullMarked
package io.stoker.spark;

import org.jspecify.annotations.NullMarked;
