/** Errors for people: one enum of codes, one exception root. */
@NullMarked
package io.stoker.error;

import org.jspecify.annotations.NullMarked;
