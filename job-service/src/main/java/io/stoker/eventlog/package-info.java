/** Spark's event logs in storage: where drivers write them, and when they are deleted. */
@NullMarked
package io.stoker.eventlog;

import org.jspecify.annotations.NullMarked;
