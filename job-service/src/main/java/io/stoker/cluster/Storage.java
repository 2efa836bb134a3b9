package io.stoker.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The directory that platform and nodes share for results and logs. */
public final class Storage {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  private final Path root;

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
  }

  /** Address of the directory, ends with /. */
  public URI uri() {
    return root.toUri();
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

  /** Makes a directory, and refuses one that a link has moved out of the root. */
  public Path directory(Path path) throws IOException {
    Path real = Files.createDirectories(path).toRealPath();
    if (!real.startsWith(root)) {
      throw new IOException(path + " leads out of the storage directory " + root);
    }
    return real;
  }
}
