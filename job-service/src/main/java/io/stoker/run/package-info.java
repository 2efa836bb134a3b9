/** Runs, their attempts, events and results. */
@NullMarked
package io.stoker.run;

import org.jspecify.annotations.NullMarked;
