/** The pages under {@code docs/} say what the code does, and fail the build when they do not. */
@NullMarked
package io.stoker.acceptance.docs;

import org.jspecify.annotations.NullMarked;
