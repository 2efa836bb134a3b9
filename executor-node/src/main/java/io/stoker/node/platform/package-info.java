/** How a node speaks with its platform: calls, their outcomes, and the registration they need. */
@NullMarked
package io.stoker.node.platform;

import org.jspecify.annotations.NullMarked;
