/** Uploading, listing and fetching artifacts. */
@NullMarked
package io.stoker.api.artifact;

import org.jspecify.annotations.NullMarked;
