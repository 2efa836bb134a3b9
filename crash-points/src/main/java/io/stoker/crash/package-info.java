/** Named places at which tests let a process die, to see what the others and its next start do. */
@NullMarked
package io.stoker.crash;

import org.jspecify.annotations.NullMarked;
