/** Which nodes a process may go to, and which of them it would rather have. */
@NullMarked
package io.stoker.placement;

import org.jspecify.annotations.NullMarked;
