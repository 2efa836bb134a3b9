/** What a node keeps in its home directory beside its processes: the lock and who it is. */
@NullMarked
package io.stoker.node.home;

import org.jspecify.annotations.NullMarked;
