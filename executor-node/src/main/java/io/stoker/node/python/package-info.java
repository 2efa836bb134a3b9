/** The node's interpreter for programs in Python: whether there is one that Spark can use. */
@NullMarked
package io.stoker.node.python;

import org.jspecify.annotations.NullMarked;
