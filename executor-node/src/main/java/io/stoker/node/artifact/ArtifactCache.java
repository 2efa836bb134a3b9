package io.stoker.node.artifact;

import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Jars below the node's home, named by their digest. A process gets links of its own to them, so
 * that clearing the cache never takes a jar away from a driver that serves it.
 */
public final class ArtifactCache {
  private static final String JAR = ".jar";
  private static final String PART = ".part";
  private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(30);

  private final Path directory;
  private final long mostBytes;
  private final InstantSource clock;

  /** What processes wait for, by digest. */
  private final Map<String, Wish> wishes = new HashMap<>();

  private long tries;

  /**
   * A process waits for a jar. It asks again and again; one that no longer does has ended.
   *
   * @param askedAt monotonic, in nanoseconds
   * @param lastTry number of the last try to fetch the jar; 0 before the first
   * @param failure why the jar cannot be had
   */
  private record Wish(long askedAt, long lastTry, @Nullable String failure) {
    static final Wish NEW = new Wish(0, 0, null);

    Wish asked() {
      return new Wish(System.nanoTime(), lastTry, failure);
    }

    Wish tried(long number) {
      return new Wish(askedAt, number, failure);
    }

    Wish failed(String why) {
      return new Wish(askedAt, lastTry, why);
    }

    boolean isOpen() {
      return isAlive() && failure == null;
    }

    boolean isAlive() {
      return System.nanoTime() - askedAt < FORGOTTEN_AFTER.toNanos();
    }
  }

  /**
   * A cache of what is in the directory already.
   *
   * @param mostBytes that jars may take which no process waits for
   */
  public ArtifactCache(Path home, long mostBytes, InstantSource clock) {
    this.directory = home.resolve("artifacts");
    this.mostBytes = mostBytes;
    this.clock = clock;
  }

  /**
   * Whether all of these are here; those that are not begin to be wanted.
   *
   * @throws IOException saying why one of them cannot be had
   */
  public synchronized boolean has(List<String> digests) throws IOException {
    wishes.values().removeIf(wish -> !wish.isAlive());
    boolean all = true;
    for (String digest : digests) {
      Wish wish = wishes.getOrDefault(digest, Wish.NEW).asked();
      if (wish.failure() != null) {
        wishes.remove(digest); // another process may have more luck
        throw new IOException(wish.failure());
      }
      wishes.put(digest, wish);
      all &= Files.exists(jar(digest));
    }
    notifyAll();
    return all;
  }

  /**
   * Gives a process a jar of its own.
   *
   * @throws IOException when it has gone meanwhile
   */
  public synchronized void link(String digest, Path target) throws IOException {
    PrivateFiles.createDirectories(Objects.requireNonNull(target.getParent()));
    Path jar = jar(digest);
    Files.setLastModifiedTime(jar, FileTime.from(clock.instant()));
    try {
      Files.createLink(target, jar);
    } catch (FileAlreadyExistsException e) {
      // of an earlier try to start the same process
    }
    wishes.remove(digest);
  }

  /**
   * Blocks until a jar is wanted that is not here, and tells its digest: of several the one that
   * was not tried for the longest time, so that one that cannot be had holds up no other.
   */
  synchronized String nextMissing() throws InterruptedException {
    while (true) {
      Optional<String> next =
          wishes.entrySet().stream()
              .filter(wish -> wish.getValue().isOpen() && !Files.exists(jar(wish.getKey())))
              .min(Comparator.comparingLong(wish -> wish.getValue().lastTry()))
              .map(Map.Entry::getKey);
      if (next.isPresent()) {
        wishes.computeIfPresent(next.get(), (same, wish) -> wish.tried(++tries));
        return next.get();
      }
      wait();
    }
  }

  /** A file to fetch a jar into; what a killed service left of another one goes. */
  Path part(String digest) throws IOException {
    PrivateFiles.createDirectories(directory);
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "*" + PART)) {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    }
    return directory.resolve(digest + PART);
  }

  /**
   * Takes a complete and checked file in, and makes room. The file system stamps files by a clock
   * of its own that may lag, so that what was used last is told by ours alone.
   */
  synchronized void put(String digest, Path part) throws IOException {
    Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
    Files.move(part, jar(digest), StandardCopyOption.ATOMIC_MOVE);
    clear();
  }

  long bytes(String digest) throws IOException {
    return Files.size(jar(digest));
  }

  /** It cannot be had: whoever waits for it is told so. */
  synchronized void fail(String digest, String why) {
    wishes.computeIfPresent(digest, (same, wish) -> wish.failed(why));
  }

  private Path jar(String digest) {
    return directory.resolve(digest + JAR);
  }

  private void clear() throws IOException {
    long bytes = 0;
    for (Path jar : latestFirst()) {
      bytes += Files.size(jar);
      if (bytes > mostBytes && !isWanted(jar)) {
        Files.deleteIfExists(jar);
      }
    }
  }

  private boolean isWanted(Path jar) {
    String name = jar.getFileName().toString();
    Wish wish = wishes.get(name.substring(0, name.length() - JAR.length()));
    return wish != null && wish.isAlive();
  }

  private List<Path> latestFirst() throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + JAR)) {
      files.forEach(jars::add);
    } catch (NoSuchFileException e) {
      return jars;
    }
    Map<Path, FileTime> used = new HashMap<>();
    for (Path jar : jars) {
      used.put(jar, Files.getLastModifiedTime(jar));
    }
    jars.sort(Comparator.comparing(used::get, Comparator.reverseOrder()));
    return jars;
  }
}
