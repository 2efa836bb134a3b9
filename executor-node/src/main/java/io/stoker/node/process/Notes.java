package io.stoker.node.process;

import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What the service notes in a process's directory beside what the wrapper writes there. */
record Notes(Path directory) {
  private static final Logger LOG = LoggerFactory.getLogger(Notes.class);

  void write(StopOrder order) throws IOException {
    write("stop.json", order);
  }

  void write(Outcome outcome) throws IOException {
    write("outcome.json", outcome);
  }

  @Nullable StopOrder stopOrder() throws IOException {
    return read("stop.json", StopOrder.class);
  }

  @Nullable Outcome outcome() throws IOException {
    return read("outcome.json", Outcome.class);
  }

  private void write(String name, Object note) throws IOException {
    PrivateFiles.write(directory.resolve(name), JsonMapper.shared().writeValueAsString(note));
  }

  /** One that cannot be read is none: what it said is asked for, or seen, once more. */
  private <T> @Nullable T read(String name, Class<T> type) throws IOException {
    Path file = directory.resolve(name);
    try {
      return JsonMapper.shared().readValue(Files.readString(file), type);
    } catch (NoSuchFileException e) {
      return null;
    } catch (JacksonException e) {
      LOG.warn("{} is damaged, as after a loss of power; going on without it", file, e);
      return null;
    }
  }
}
