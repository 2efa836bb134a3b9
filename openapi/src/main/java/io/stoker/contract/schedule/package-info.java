/** Schedules as a client writes and reads them. */
@NullMarked
package io.stoker.contract.schedule;

import org.jspecify.annotations.NullMarked;
