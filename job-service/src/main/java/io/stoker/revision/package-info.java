/** Changes that are made to what their caller has seen, and to nothing newer. */
@NullMarked
package io.stoker.revision;

import org.jspecify.annotations.NullMarked;
