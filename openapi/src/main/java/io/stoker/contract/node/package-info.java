/** The protocol between platform and executor node, under {@code /internal/v1/nodes}. */
@NullMarked
package io.stoker.contract.node;

import org.jspecify.annotations.NullMarked;
