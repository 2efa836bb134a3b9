/** How the platform reads what a process on a node shows, through that node's own port. */
@NullMarked
package io.stoker.contract.ui;

import org.jspecify.annotations.NullMarked;
