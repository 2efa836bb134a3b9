/** Starts the packaged server and nodes as real processes, speaks to them, and clears them away. */
@NullMarked
package io.stoker.acceptance.harness;

import org.jspecify.annotations.NullMarked;
