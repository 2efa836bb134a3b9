package io.stoker.node.home;

import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** At most one service works on a home. The kernel frees the lock however the service ends. */
public final class HomeLock implements AutoCloseable {
  private final Path home;
  private final FileChannel channel;

  private HomeLock(Path home, FileChannel channel) {
    this.home = home;
    this.channel = channel;
  }

  /**
   * Makes the home (0700) if need be and locks it.
   *
   * @throws NodeProblem naming the holder, or why the home cannot be used
   */
  public static HomeLock take(Path home) {
    Path file = home.resolve("lock");
    try {
      PrivateFiles.createDirectories(home);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
      if (tryLock(channel) == null) {
        channel.close();
        throw new NodeProblem(
            "The node home "
                + home
                + " is in use by "
                + Files.readString(file).strip()
                + ": stop that service, or give this one a home of its own");
      }
      String holder = "the node service with pid " + ProcessHandle.current().pid() + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
      PrivateFiles.clearUnfinished(home);
      return new HomeLock(home, channel);
    } catch (IOException e) {
      throw new NodeProblem("The node home " + home + " cannot be used: " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held in this very JVM
    }
  }

  public Path home() {
    return home;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new NodeProblem("The lock of the node home cannot be closed: " + e, e);
    }
  }
}
