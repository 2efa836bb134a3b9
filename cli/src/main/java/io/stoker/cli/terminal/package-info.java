/** Words in, lines out: options, output and errors for a person. */
@NullMarked
package io.stoker.cli.terminal;

import org.jspecify.annotations.NullMarked;
