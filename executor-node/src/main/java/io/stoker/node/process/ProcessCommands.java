package io.stoker.node.process;

import io.stoker.contract.node.Assignment;
import io.stoker.launcher.WorkPlace;
import io.stoker.launcher.process.Command;
import java.io.IOException;

/** Port: what to execute for an assignment. */
@FunctionalInterface
public interface ProcessCommands {

  /**
   * Prepares the process's directory and says how to start it.
   *
   * @throws IOException when that cannot be done; the message goes to the run
   */
  Command prepare(Assignment assignment, WorkPlace place) throws IOException;

  /**
   * Whether all that the process needs is on this machine; what is not begins to be fetched. Asked
   * again and again until it is.
   *
   * @throws IOException when something cannot be had; the message goes to the run
   */
  default boolean isReady(Assignment assignment) throws IOException {
    return true;
  }
}
