/** Runs, their results, logs and events in the public API. */
@NullMarked
package io.stoker.api.run;

import org.jspecify.annotations.NullMarked;
