/** How far the kernel keeps drivers and executors within their memory on this machine. */
@NullMarked
package io.stoker.node.cgroup;

import org.jspecify.annotations.NullMarked;
