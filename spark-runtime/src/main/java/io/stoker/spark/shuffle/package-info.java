/** The shuffle server of a node, a process of its own: it serves what executors wrote. */
@NullMarked
package io.stoker.spark.shuffle;

import org.jspecify.annotations.NullMarked;
