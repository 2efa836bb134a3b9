/** Nodes, their credentials, and the processes assigned to them. */
@NullMarked
package io.stoker.cluster;

import org.jspecify.annotations.NullMarked;
