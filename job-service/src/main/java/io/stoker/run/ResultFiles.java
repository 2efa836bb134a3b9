package io.stoker.run;

import io.stoker.cluster.Storage;
import io.stoker.cluster.StorageGate;
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
 * <p>Of a storage that hangs the driver asks again, perhaps another server. Commits have a gate of
 * their own to it: they shall not wait behind logs.
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
  private final StorageGate gate;

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
  ResultFiles(Storage storage, StorageIdentity identity) {
    this(Files::size, identity::confirm, StorageGate.apart(storage, MOST_LOOKS));
  }

  ResultFiles(Size size, Confirmation confirmation, StorageGate gate) {
    this.size = size;
    this.confirmation = confirmation;
    this.gate = gate;
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
      return gate.pass(() -> look(manifest));
    } catch (IOException e) {
      String message = "The storage of this server cannot be read: %s.".formatted(e);
      log.warn("The result of run {} waits: {} {}", manifest.runId(), message, manifest.location());
      throw new StokerException(ErrorCode.UNAVAILABLE, message);
    }
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
      if (fault.isPresent() || System.nanoTime() > end) {
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
