/** The platform's REST API as a client of it. */
@NullMarked
package io.stoker.cli.platform;

import org.jspecify.annotations.NullMarked;
