/** Nodes and join tokens for users, and the settings of the cluster. */
@NullMarked
package io.stoker.api.cluster;

import org.jspecify.annotations.NullMarked;
