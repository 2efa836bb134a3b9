/** The way of the processes' output into the platform's storage. */
@NullMarked
package io.stoker.node.log;

import org.jspecify.annotations.NullMarked;
