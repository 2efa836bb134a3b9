package io.stoker.node.ui;

import io.stoker.contract.ui.UiForwarding.Answer;
import io.stoker.launcher.WorkPlace;
import io.stoker.node.process.ManagedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Where a process shows its pages.
 *
 * @param answer FORWARDED when there is a port, else why there is none
 */
record UiPort(Answer answer, int port) {
  private static final int NONE = 0;
  private static final int HIGHEST = 65535;

  /** Looks anew: a program may end Spark and begin it again, on another port. */
  static UiPort of(ManagedProcess process) {
    OptionalLong pid = process.runningPid();
    if (pid.isEmpty()) {
      return without(process.isOver() ? Answer.NO_SUCH_PROCESS : Answer.NOT_YET);
    }
    Path file = WorkPlace.uiPort(process.directory());
    try {
      String text = Files.readString(file);
      int port = Integer.parseInt(text.strip());
      boolean own = port > NONE && port <= HIGHEST && Listeners.isOf(pid.getAsLong(), port);
      return own ? new UiPort(Answer.FORWARDED, port) : without(Answer.NO_UI);
    } catch (NoSuchFileException e) {
      return without(Answer.NOT_YET);
    } catch (IOException | NumberFormatException e) {
      return without(Answer.NO_UI);
    }
  }

  private static UiPort without(Answer why) {
    return new UiPort(why, NONE);
  }
}
