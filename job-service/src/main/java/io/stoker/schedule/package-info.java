/** When jobs run by themselves: cron, the times it names, and what became of each of them. */
@NullMarked
package io.stoker.schedule;

import org.jspecify.annotations.NullMarked;
