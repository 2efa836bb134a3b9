/** Processes of one home on this machine: found, started, stopped, proved gone. */
@NullMarked
package io.stoker.cli.machine;

import org.jspecify.annotations.NullMarked;
