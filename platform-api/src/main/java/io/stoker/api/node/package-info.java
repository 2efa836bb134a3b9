/** The protocol of executor nodes; a node speaks for itself only, by its epoch. */
@NullMarked
package io.stoker.api.node;

import org.jspecify.annotations.NullMarked;
