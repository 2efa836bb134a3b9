/** The stoker command: what a person types, and what it then does. */
@NullMarked
package io.stoker.cli;

import org.jspecify.annotations.NullMarked;
