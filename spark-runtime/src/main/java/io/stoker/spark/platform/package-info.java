/** The driver's line to the platform: who it is, what it says, and when it must stop. */
@NullMarked
package io.stoker.spark.platform;

import org.jspecify.annotations.NullMarked;
