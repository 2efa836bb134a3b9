/**
 * The node's shuffle server: a process that keeps serving what executors wrote before they went.
 */
@NullMarked
package io.stoker.node.shuffle;

import org.jspecify.annotations.NullMarked;
