/** Who is calling: bearer tokens by kind and the callers that they stand for. */
@NullMarked
package io.stoker.access;

import org.jspecify.annotations.NullMarked;
