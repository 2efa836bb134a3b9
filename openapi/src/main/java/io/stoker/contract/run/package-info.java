/** Runs as a client reads them: state, progress, executors, events and results. */
@NullMarked
package io.stoker.contract.run;

import org.jspecify.annotations.NullMarked;
