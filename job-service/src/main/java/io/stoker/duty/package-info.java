/** Work that comes round again. */
@NullMarked
package io.stoker.duty;

import org.jspecify.annotations.NullMarked;
