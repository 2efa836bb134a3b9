/** Decides which node runs which driver and executor. */
@NullMarked
package io.stoker.allocation;

import org.jspecify.annotations.NullMarked;
