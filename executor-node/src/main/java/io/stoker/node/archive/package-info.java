/** Makes the archive of Spark's classes, while the node has nothing better to do. */
@NullMarked
package io.stoker.node.archive;

import org.jspecify.annotations.NullMarked;
