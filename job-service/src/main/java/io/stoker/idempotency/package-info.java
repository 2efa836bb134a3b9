/** Requests that are sent again and done once. */
@NullMarked
package io.stoker.idempotency;

import org.jspecify.annotations.NullMarked;
