/** The node's own HTTP port, at which the platform reads what the node's processes show. */
@NullMarked
package io.stoker.node.ui;

import org.jspecify.annotations.NullMarked;
