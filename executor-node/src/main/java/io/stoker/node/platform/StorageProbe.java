package io.stoker.node.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether this node reads what the server wrote into its result storage: what
 * was mounted may go away, and come back. Nobody waits for a look: one that gets stuck, as on a
 * dead mount, has found nothing.
 *
 * <p>Where the directory is to be read in which servers write these files, and this node's is not
 * in it for long, the storage is there and the file is lost, as in a storage that was replaced.
 * Only a registration makes another.
 */
public final class StorageProbe {
  private static final Logger LOG = LoggerFactory.getLogger(StorageProbe.class);

  private final Duration again;
  private final Duration patience;
  private final Duration lostAfter;
  private @Nullable Target target;
  private @Nullable Target lookedFor;
  private boolean shared;
  private @Nullable Boolean told;
  private long lookingSince;
  private long missingSince;
  private boolean keeps;

  /** What a look may find. */
  private enum Found {
    THE_FILE,
    /** The directory, and in it no such file. */
    NO_FILE,
    NOTHING
  }

  /** What the server wrote for this registration. */
  private record Target(String file, String sha256) {}

  public StorageProbe() {
    this(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofMinutes(5));
  }

  /**
   * Nothing is looked for yet.
   *
   * @param again so long from one look to the next
   * @param patience so long a look may take
   * @param lostAfter so long a file may be missing until it is lost
   */
  public StorageProbe(Duration again, Duration patience, Duration lostAfter) {
    this.again = again;
    this.patience = patience;
    this.lostAfter = lostAfter;
  }

  /**
   * From now on it is this file, of the same storage. What was seen holds until it is looked at.
   */
  synchronized void lookFor(String file, String sha256) {
    target = new Target(file, sha256);
    missingSince = 0;
    notifyAll();
  }

  /** What the latest look has found. */
  public synchronized boolean isShared() {
    if (isStuck()) {
      tell(false, "the look at it does not come to an end");
      return false;
    }
    return shared;
  }

  /** Whether a new registration would help, and may be. */
  synchronized boolean isLost() {
    return !keeps && missingSince != 0 && System.nanoTime() - missingSince > lostAfter.toNanos();
  }

  /** From now on nothing is lost: a new registration would end the drain before a stop. */
  public synchronized void keep() {
    keeps = true;
  }

  private boolean isStuck() {
    return lookingSince != 0 && System.nanoTime() - lookingSince > patience.toNanos();
  }

  /** Waits until it is time for a look, and looks. */
  public void turn() throws InterruptedException {
    Target now = next();
    Found found = look(now);
    synchronized (this) {
      lookingSince = 0;
      shared = found == Found.THE_FILE;
      note(now, found == Found.NO_FILE);
      tell(shared, "it is not the file that the server wrote");
    }
  }

  private void note(Target looked, boolean missing) {
    if (!missing || !looked.equals(target)) {
      missingSince = 0;
    } else if (missingSince == 0) {
      missingSince = System.nanoTime();
    }
  }

  private synchronized Target next() throws InterruptedException {
    long due = System.nanoTime() + again.toNanos();
    Target now = target;
    for (long left = again.toMillis();
        now == null || (now.equals(lookedFor) && left > 0);
        left = Duration.ofNanos(due - System.nanoTime()).toMillis()) {
      wait(Math.max(1, left));
      now = target;
    }
    lookedFor = now;
    lookingSince = System.nanoTime();
    return now;
  }

  private static Found look(Target target) {
    try {
      Path file = Path.of(target.file());
      if (Files.notExists(file)) {
        return Files.isDirectory(file.resolveSibling("")) ? Found.NO_FILE : Found.NOTHING;
      }
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      boolean same = HexFormat.of().formatHex(digest).equalsIgnoreCase(target.sha256());
      return same ? Found.THE_FILE : Found.NOTHING;
    } catch (IOException | InvalidPathException e) {
      return Found.NOTHING;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  private void tell(boolean found, String why) {
    if (told != null && told == found) {
      return;
    }
    told = found;
    String file = lookedFor == null ? "" : lookedFor.file();
    if (found) {
      LOG.info("Reads the platform's storage: {}", file);
    } else {
      LOG.warn(
          "Does not read the platform's storage at {}: {}. Mount that directory here, else no run"
              + " that needs shared storage comes to this node",
          file,
          why);
    }
  }
}
