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
 */
public final class StorageProbe {
  private static final Logger LOG = LoggerFactory.getLogger(StorageProbe.class);

  private final Duration again;
  private final Duration patience;
  private @Nullable Target target;
  private @Nullable Target lookedFor;
  private boolean shared;
  private @Nullable Boolean told;
  private long lookingSince;

  /** What the server wrote for this registration. */
  private record Target(String file, String sha256) {}

  public StorageProbe() {
    this(Duration.ofSeconds(30), Duration.ofSeconds(10));
  }

  /**
   * Nothing is looked for yet.
   *
   * @param again so long from one look to the next
   * @param patience so long a look may take
   */
  StorageProbe(Duration again, Duration patience) {
    this.again = again;
    this.patience = patience;
  }

  /**
   * From now on it is this file, of the same storage. What was seen holds until it is looked at.
   */
  synchronized void lookFor(String file, String sha256) {
    target = new Target(file, sha256);
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

  private boolean isStuck() {
    return lookingSince != 0 && System.nanoTime() - lookingSince > patience.toNanos();
  }

  /** Waits until it is time for a look, and looks. */
  public void turn() throws InterruptedException {
    Target now = next();
    boolean found = look(now);
    synchronized (this) {
      lookingSince = 0;
      shared = found;
      tell(found, "it is not the file that the server wrote");
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

  private static boolean look(Target target) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of(target.file()));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).equalsIgnoreCase(target.sha256());
    } catch (IOException | InvalidPathException e) {
      return false;
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
