package io.stoker.node.archive;

import io.stoker.launcher.ClassArchive;
import io.stoker.launcher.process.Command;
import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the archive of Spark's classes once the node has been idle for a while and there is none of
 * today's jars and Java. Nodes that share a directory of archives make one between them. Without an
 * archive everything works, only slower: a failure is told once and not repeated.
 */
public final class ArchiveMaker {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveMaker.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String WORK = "training-";

  private final ClassArchive archive;
  private final Duration idleFor;
  private final BooleanSupplier isBusy;
  private long idleSince = System.nanoTime();
  private @Nullable Path givenUp;

  /**
   * A maker.
   *
   * @param idleFor time without a process of the node before it begins
   * @param isBusy whether the node has a process now
   */
  public ArchiveMaker(ClassArchive archive, Duration idleFor, BooleanSupplier isBusy) {
    this.archive = archive;
    this.idleFor = idleFor;
    this.isBusy = isBusy;
  }

  /** Waits a moment and makes the archive if it is due; blocks while it is being made. */
  public void turn() throws InterruptedException {
    Thread.sleep(LOOK_EVERY.toMillis());
    if (isBusy.getAsBoolean()) {
      idleSince = System.nanoTime();
    }
    if (System.nanoTime() - idleSince < idleFor.toNanos()) {
      return;
    }
    try {
      Path file = archive.file();
      if (!Files.exists(file) && !file.equals(givenUp)) {
        makeAlone(file);
      }
    } catch (IOException e) {
      LOG.debug("Cannot look for an archive of Spark's classes", e); // its jars are being replaced
    }
  }

  private void makeAlone(Path file) throws InterruptedException {
    try {
      PrivateFiles.createDirectories(archive.directory());
      try (FileChannel lock =
              FileChannel.open(
                  archive.directory().resolve("lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock held = tryLock(lock)) {
        if (held != null && !Files.exists(file)) {
          clear(file);
          make(file);
        }
      }
    } catch (IOException e) {
      givenUp = file;
      LOG.warn("There is no archive of Spark's classes, so starts take longer: {}", e.toString());
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held in this very JVM
    }
  }

  /** Under the lock nobody works here: what killed makers left goes, and what fits no more. */
  private void clear(Path file) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(archive.directory())) {
      for (Path entry : entries) {
        if (entry.getFileName().toString().startsWith(WORK)) {
          PrivateFiles.deleteTree(entry);
        } else if (archive.isOfFamily(entry) && !entry.equals(file)) {
          Files.delete(entry); // JVMs that have mapped it keep it
        }
      }
    }
  }

  private void make(Path file) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    LOG.info("Making an archive of Spark's classes, {}: later starts are faster", file);
    Path work = Files.createTempDirectory(archive.directory(), WORK);
    try {
      Path made = work.resolve("classes.jsa");
      Path output = work.resolve("output");
      int code = run(archive.training(made, work), output);
      if (code != 0) { // a JVM that fails writes one too, of what it got to
        throw new IOException(
            "the training run ended with exit code " + code + ": " + lastLine(output));
      }
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
      LOG.info(
          "Made {}, {} MiB, in {} s",
          file,
          Files.size(file) >> 20,
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
    } finally {
      PrivateFiles.deleteTree(work);
    }
  }

  /** Its standard input is a pipe of ours: when this service is killed, it ends by itself. */
  private static int run(Command command, Path output) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command.arguments());
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process training = builder.start();
    try {
      if (!training.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(
            "the training run did not end within " + PATIENCE.toMinutes() + " min");
      }
      return training.exitValue();
    } finally {
      training.destroyForcibly().waitFor();
    }
  }

  private static String lastLine(Path output) throws IOException {
    return Files.readAllLines(output).stream().reduce("nothing", (before, line) -> line);
  }
}
