/** The Spark UI of runs, read through the port of the node that has it. */
@NullMarked
package io.stoker.api.ui;

import org.jspecify.annotations.NullMarked;
