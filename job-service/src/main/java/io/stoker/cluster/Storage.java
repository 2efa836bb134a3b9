package io.stoker.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/** The directory that platform and nodes share for results and logs. */
public final class Storage {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  /** Beside an attempt's result files. */
  static final String LOGS = "logs";

  /** The same, for the tables that a program makes. */
  private static final String TABLES = "warehouse";

  private final Path root;
  private final URI uri;

  /**
   * A storage that exists from now on.
   *
   * @param uri of a local directory, as {@code file:///srv/stoker/}
   */
  public Storage(URI uri) {
    if (!"file".equals(uri.getScheme())) {
      throw new IllegalArgumentException(
          "stoker.storage is %s, but only file:// directories are supported yet".formatted(uri));
    }
    try {
      root = Files.createDirectories(Path.of(uri)).toRealPath();
    } catch (IOException e) {
      throw new IllegalStateException(
          "stoker.storage is %s, which cannot be made or read: %s".formatted(uri, e), e);
    }
    if (root.toString().contains(",")) {
      throw new IllegalArgumentException(
          "stoker.storage is %s, that is %s: Spark splits some paths at commas, so the history of no run could be shown. Rename the directory, or name another one"
              .formatted(uri, root));
    }
    this.uri = root.toUri();
  }

  /** Address of the directory, ends with /. Nobody has to look into the storage for it. */
  public URI uri() {
    return uri;
  }

  /**
   * A path under the root, which need not exist.
   *
   * @param segments ids and fixed words, never anything that a caller can turn into a path
   */
  public Path path(String... segments) {
    return under(root, segments);
  }

  /** A path under another one. */
  static Path under(Path parent, String... segments) {
    Path path = parent;
    for (String segment : segments) {
      if (!SEGMENT.matcher(segment).matches()) {
        throw new IllegalArgumentException("Not a segment of a storage path: " + segment);
      }
      path = path.resolve(segment);
    }
    return path;
  }

  /**
   * Deletes what stands beside the logs of an attempt: its result files, its manifest and its
   * tables. Links are deleted, not followed. What is gone already is fine.
   *
   * @param output the attempt's directory for result files, as {@link #uri} with more behind it
   */
  public void deleteOutput(String output) throws IOException {
    delete(output, Storage::isNoLog);
  }

  /**
   * Deletes the tables of an attempt that has a result.
   *
   * @param output as in {@link #deleteOutput}
   */
  public void deleteTables(String output) throws IOException {
    delete(output, entry -> entry.getFileName().toString().equals(TABLES));
  }

  private void delete(String output, DirectoryStream.Filter<Path> which) throws IOException {
    Path attempt = Path.of(URI.create(output)).normalize().getParent();
    if (attempt == null || !attempt.startsWith(root) || attempt.equals(root)) {
      throw new IOException(output + " is not in the storage directory " + root);
    }
    if (!Files.isDirectory(attempt)) {
      return;
    }
    if (!attempt.toRealPath().equals(attempt)) {
      throw new IOException(attempt + " leads out of the storage directory " + root);
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(attempt, which)) {
      for (Path entry : entries) {
        FileSystemUtils.deleteRecursively(entry);
      }
    }
  }

  private static boolean isNoLog(Path entry) {
    return !entry.getFileName().toString().equals(LOGS);
  }

  /** Makes a directory, and refuses one that a link has moved out of the root. */
  public Path directory(Path path) throws IOException {
    Path real = Files.createDirectories(path).toRealPath();
    if (!real.startsWith(root)) {
      throw new IOException(path + " leads out of the storage directory " + root);
    }
    return real;
  }
}
