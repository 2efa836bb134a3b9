package io.stoker.run;

import io.stoker.cluster.StorageIdentity;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Whether the files of a manifest are where this server sees them. An executor whose storage is not
 * mounted any more writes to a disk of its own without an error, and a manifest tells what was
 * written, not what others can read.
 *
 * <p>It may as well be this server that has lost its storage. So each look ends at what tells that
 * it is the storage which the database's servers share: before that it says nothing.
 *
 * <p>Nobody waits for a storage that hangs: who looks at it keeps one of a few threads, and the
 * driver asks again, perhaps another server.
 */
@Component
class ResultFiles {
  private static final Logger log = LoggerFactory.getLogger(ResultFiles.class);

  /** Of a result with more, so many are looked at. */
  private static final int MOST_FILES = 1000;

  /** A slow storage shall not hold up a result for ever: what was seen until then has to do. */
  private static final Duration ENOUGH = Duration.ofSeconds(5);

  private static final int MOST_LOOKS = 8;

  private final Size size;
  private final Confirmation confirmation;
  private final Duration patience;
  private final ExecutorService looks =
      new ThreadPoolExecutor(
          0, MOST_LOOKS, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), ResultFiles::thread);

  /** How large a file is. */
  @FunctionalInterface
  interface Size {
    long of(Path file) throws IOException;
  }

  /** Fails when what was looked at is not the servers' storage. */
  @FunctionalInterface
  interface Confirmation {
    void confirm() throws IOException;
  }

  @Autowired
  ResultFiles(StorageIdentity identity) {
    // less than a driver waits for an answer
    this(Files::size, identity::confirm, Duration.ofSeconds(10));
  }

  /**
   * @param patience so long a storage may take
   */
  ResultFiles(Size size, Confirmation confirmation, Duration patience) {
    this.size = size;
    this.confirmation = confirmation;
    this.patience = patience;
  }

  private static Thread thread(Runnable look) {
    Thread thread = new Thread(look, "result-files");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * What is wrong with one of its files; empty when they are there as the manifest says.
   *
   * @param manifest whose location and paths are checked already
   * @throws StokerException UNAVAILABLE when the storage is not here or does not tell in time
   */
  Optional<String> fault(Manifest manifest) {
    if (manifest.files().isEmpty()) {
      return Optional.empty();
    }
    try {
      Future<Optional<String>> look = looks.submit(() -> look(manifest));
      try {
        return look.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        look.cancel(true);
      }
    } catch (RejectedExecutionException | TimeoutException e) {
      throw away(manifest, "does not answer");
    } catch (ExecutionException e) {
      throw away(manifest, "cannot be read: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(manifest, "was not waited for");
    }
  }

  private static StokerException away(Manifest manifest, String how) {
    String message = "The storage of this server %s.".formatted(how);
    log.warn("The result of run {} waits: {} {}", manifest.runId(), message, manifest.location());
    return new StokerException(ErrorCode.UNAVAILABLE, message);
  }

  private Optional<String> look(Manifest manifest) throws IOException {
    Optional<String> fault = lookAtFiles(manifest);
    // not before: it may go away in between
    confirmation.confirm();
    return fault;
  }

  private Optional<String> lookAtFiles(Manifest manifest) throws IOException {
    Path directory = Path.of(URI.create(manifest.location()));
    long end = System.nanoTime() + ENOUGH.toNanos();
    for (Manifest.File file : sample(manifest.files())) {
      Optional<String> fault = fault(directory, file);
      if (fault.isPresent() || System.nanoTime() > end || Thread.interrupted()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static List<Manifest.File> sample(List<Manifest.File> files) {
    List<Manifest.File> all = new ArrayList<>(files);
    Collections.shuffle(all);
    return all.subList(0, Math.min(all.size(), MOST_FILES));
  }

  private Optional<String> fault(Path directory, Manifest.File file) throws IOException {
    try {
      long bytes = size.of(directory.resolve(file.path()));
      return bytes == file.bytes()
          ? Optional.empty()
          : Optional.of(
              "%s has %d bytes there and not %d".formatted(file.path(), bytes, file.bytes()));
    } catch (NoSuchFileException e) {
      return Optional.of(file.path() + " is not there");
    } catch (AccessDeniedException | InvalidPathException e) {
      // the latter in a locale that has not all letters: of the storage it tells nothing
      log.warn("Cannot see whether a result is there: {}", e.toString());
      return Optional.empty();
    }
  }
}
