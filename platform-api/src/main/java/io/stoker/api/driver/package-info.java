/** The protocol that drivers speak of their attempts. */
@NullMarked
package io.stoker.api.driver;

import org.jspecify.annotations.NullMarked;
