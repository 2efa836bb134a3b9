/** Uploaded programs: content-addressed files that jobs refer to. */
@NullMarked
package io.stoker.artifact;

import org.jspecify.annotations.NullMarked;
