/** The OpenAPI document and console. */
@NullMarked
package io.stoker.api.docs;

import org.jspecify.annotations.NullMarked;
