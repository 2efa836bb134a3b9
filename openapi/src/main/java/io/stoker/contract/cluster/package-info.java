/** Nodes as a client reads them. */
@NullMarked
package io.stoker.contract.cluster;

import org.jspecify.annotations.NullMarked;
