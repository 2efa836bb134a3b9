/**
 * Rules that the compiled classes of every module obey, each seen to fail on a planted violation.
 */
@NullMarked
package io.stoker.acceptance.architecture;

import org.jspecify.annotations.NullMarked;
