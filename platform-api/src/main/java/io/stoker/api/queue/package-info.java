/** Queues over REST. */
@NullMarked
package io.stoker.api.queue;

import org.jspecify.annotations.NullMarked;
