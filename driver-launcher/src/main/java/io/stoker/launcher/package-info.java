/** From an assignment to the command line of a Spark process: memory, JVM options, environment. */
@NullMarked
package io.stoker.launcher;

import org.jspecify.annotations.NullMarked;
