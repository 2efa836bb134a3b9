/** Jobs over HTTP: definitions in, definitions out. */
@NullMarked
package io.stoker.api.job;

import org.jspecify.annotations.NullMarked;
