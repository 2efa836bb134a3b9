/** Tests of the driver's programs against a hand-written platform. */
@NullMarked
package io.stoker.spark;

import org.jspecify.annotations.NullMarked;
