package io.stoker.node.ui;

import io.stoker.contract.ui.UiForwarding.Answer;
import io.stoker.launcher.WorkPlace;
import io.stoker.node.process.ManagedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Where a process shows its pages.
 *
 * @param answer FORWARDED when there is a port, else why there is none
 */
record UiPort(Answer answer, int port) {
  private static final int NONE = 0;
  private static final int HIGHEST = 65535;

  /** A number with a line feed has fewer. */
  private static final int LONGEST = 16;

  /**
   * Within it a driver says its port, or that it has none. One that does not makes no SparkContext,
   * or was started by a service that asked for no UI.
   */
  private static final Duration START = Duration.ofMinutes(2);

  /** Looks anew: a program may end Spark and begin it again, on another port. */
  static UiPort of(ManagedProcess process) {
    OptionalLong pid = process.runningPid();
    if (pid.isEmpty()) {
      return without(process.isOver() ? Answer.NO_SUCH_PROCESS : Answer.NOT_YET);
    }
    try {
      String text = read(WorkPlace.uiPort(process.directory()));
      int port = Integer.parseInt(text.strip());
      boolean own = port > NONE && port <= HIGHEST && Listeners.isOf(pid.getAsLong(), port);
      return own ? new UiPort(Answer.FORWARDED, port) : without(Answer.NO_UI);
    } catch (NoSuchFileException e) {
      return without(process.hasRunFor(START) ? Answer.NO_UI : Answer.NOT_YET);
    } catch (IOException | NumberFormatException e) {
      return without(Answer.NO_UI);
    }
  }

  /** The program may write there too, whatever it likes: no link is followed, no pipe waited at. */
  private static String read(Path file) throws IOException {
    if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isRegularFile()) {
      throw new IOException(file + " is no file");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII);
    }
  }

  private static UiPort without(Answer why) {
    return new UiPort(why, NONE);
  }
}
