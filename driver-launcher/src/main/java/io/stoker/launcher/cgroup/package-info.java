/** The kernel's limit on the memory of one process and of all that it starts. */
@NullMarked
package io.stoker.launcher.cgroup;

import org.jspecify.annotations.NullMarked;
