/** Queues: named shares of the cluster, and what they admit. */
@NullMarked
package io.stoker.queue;

import org.jspecify.annotations.NullMarked;
