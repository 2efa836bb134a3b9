/** The agent on each machine: its settings and its life from the lock to the loops. */
@NullMarked
package io.stoker.node;

import org.jspecify.annotations.NullMarked;
