/** What the packaged product does, seen from outside: its API, its processes, its files. */
@NullMarked
package io.stoker.acceptance;

import org.jspecify.annotations.NullMarked;
