package io.stoker.node.shuffle;

import io.stoker.contract.node.ShuffleDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.OptionalInt;

/** Whether anybody needs a shuffle server, and the port that they have been told. */
final class Demand {
  private final ShuffleDirectory directory;
  private final Duration idleAfter;
  private boolean wanted;
  private long wantedAt;

  Demand(ShuffleDirectory directory, Duration idleAfter) {
    this.directory = directory;
    this.idleAfter = idleAfter;
  }

  synchronized void want() {
    wanted = true;
    wantedAt = System.nanoTime();
  }

  synchronized boolean isWanted() {
    return wanted;
  }

  /** Empty until a server has said where it listens. */
  synchronized OptionalInt port() throws IOException {
    try {
      int port = Integer.parseInt(Files.readString(directory.port()).strip());
      if (port >= 1 && port <= 65535) {
        return OptionalInt.of(port);
      }
    } catch (NoSuchFileException e) {
      return OptionalInt.empty();
    } catch (NumberFormatException e) {
      // somebody else wrote it
    }
    throw new IOException(directory.port() + " holds no port: delete it");
  }

  /** Nobody will need it for long: it need not idle first. */
  synchronized void dismiss() {
    wantedAt = System.nanoTime() - idleAfter.toNanos() - 1;
  }

  /** Whether it is to end; then nobody has been told its port, and nobody will be. */
  synchronized boolean giveUp() throws IOException {
    boolean idle = System.nanoTime() - wantedAt > idleAfter.toNanos();
    if (idle) {
      wanted = false;
      forgetPort();
    }
    return idle;
  }

  /** The next one may take another port, should this one be in use by then. */
  synchronized void forgetPort() throws IOException {
    Files.deleteIfExists(directory.port());
  }
}
