/** What processes of a given size take, and what they have used. */
@NullMarked
package io.stoker.contract.memory;

import org.jspecify.annotations.NullMarked;
