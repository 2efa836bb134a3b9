/** What runs of a given size take, over HTTP. */
@NullMarked
package io.stoker.api.memory;

import org.jspecify.annotations.NullMarked;
