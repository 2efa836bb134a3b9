package io.stoker.node.log;

import io.stoker.contract.node.Assignment;
import io.stoker.launcher.WorkPlace;
import io.stoker.launcher.process.Command;
import io.stoker.launcher.process.PrivateFiles;
import io.stoker.node.process.ManagedProcess;
import io.stoker.node.process.ProcessCommands;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much is kept of what a process writes to a stream: its beginning. The rest is cut off its
 * file again and again, which the process does not notice, as it appends. What is kept of a process
 * stays what it was when it started, whatever becomes of the setting.
 */
public final class StreamLimit {
  private static final Logger LOG = LoggerFactory.getLogger(StreamLimit.class);

  static final List<String> STREAMS = List.of("stdout", "stderr");

  private static final String NOTE = "stream-limit";

  /** What stays for a while beyond it: its last words, should the process end now. */
  private static final long SLACK = 4 << 20;

  private final long bytes;

  /**
   * A limit for processes to come.
   *
   * @param bytes of each stream
   */
  public StreamLimit(long bytes) {
    this.bytes = bytes;
  }

  /** The same commands, for processes that have their limit before they write. */
  public ProcessCommands before(ProcessCommands commands) {
    return new ProcessCommands() {
      @Override
      public boolean isReady(Assignment assignment) throws IOException {
        return commands.isReady(assignment);
      }

      @Override
      public Command prepare(Assignment assignment, WorkPlace place) throws IOException {
        of(place.own());
        return commands.prepare(assignment, place);
      }
    };
  }

  /** That of the process with this directory. */
  synchronized long of(Path directory) throws IOException {
    Path note = directory.resolve(NOTE);
    try {
      return Long.parseLong(Files.readString(note).strip());
    } catch (NoSuchFileException | NumberFormatException e) {
      long limit = bytes;
      for (String stream : STREAMS) { // one that an older service started, which may have sent all
        limit = Math.max(limit, size(directory.resolve(stream)));
      }
      PrivateFiles.write(note, limit + "\n");
      return limit;
    }
  }

  /** Cuts off what is beyond it, of processes that may write on. */
  public void enforce(List<ManagedProcess> processes) {
    for (ManagedProcess process : processes) {
      try {
        if (!process.isOver()) {
          enforce(process.directory());
        }
      } catch (IOException e) {
        LOG.warn("Cannot cut off what {} has written too much; trying again", process, e);
      }
    }
  }

  /** One byte stays, to tell that there was more. */
  void enforce(Path directory) throws IOException {
    long limit = of(directory);
    for (String stream : STREAMS) {
      Path file = directory.resolve(stream);
      if (size(file) > limit + SLACK) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(limit + 1);
        }
      }
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
