/** Schedules over HTTP, and what becomes of their times. */
@NullMarked
package io.stoker.api.schedule;

import org.jspecify.annotations.NullMarked;
