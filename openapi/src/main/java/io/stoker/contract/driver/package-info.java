/** The protocol between platform and driver, under {@code /internal/v1/attempts}. */
@NullMarked
package io.stoker.contract.driver;

import org.jspecify.annotations.NullMarked;
