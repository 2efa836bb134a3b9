/** The processes of a node, made to be what the platform wants by comparing the two. */
@NullMarked
package io.stoker.node.process;

import org.jspecify.annotations.NullMarked;
