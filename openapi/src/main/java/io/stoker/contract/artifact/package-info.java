/** Uploaded programs as a client sees them. */
@NullMarked
package io.stoker.contract.artifact;

import org.jspecify.annotations.NullMarked;
