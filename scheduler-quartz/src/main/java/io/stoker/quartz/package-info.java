/** Quartz as an alarm clock: it says when, and correctness never rests on it. */
@NullMarked
package io.stoker.quartz;

import org.jspecify.annotations.NullMarked;
