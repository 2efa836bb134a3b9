/** One driver's life: its session with the platform, its guard, its failures and its end. */
@NullMarked
package io.stoker.spark.driver;

import org.jspecify.annotations.NullMarked;
