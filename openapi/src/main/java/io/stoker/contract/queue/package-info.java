/** Queues as a client reads and writes them. */
@NullMarked
package io.stoker.contract.queue;

import org.jspecify.annotations.NullMarked;
