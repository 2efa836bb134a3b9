/** How large the processes of a run are: what their settings ask for, and what they use. */
@NullMarked
package io.stoker.memory;

import org.jspecify.annotations.NullMarked;
