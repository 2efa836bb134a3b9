package io.stoker.spark.result;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells a format from files' names. */
final class FileFormats {
  /** No file, no format. */
  static final String NONE = "none";

  /** Of several formats, or of one that a name does not tell, as of an RDD's text files. */
  static final String OTHER = "files";

  private static final Set<String> KNOWN = Set.of("parquet", "orc", "csv", "json", "avro", "txt");
  private static final Set<String> COMPRESSIONS =
      Set.of("gz", "zst", "zstd", "snappy", "lz4", "bz2", "deflate");

  private FileFormats() {}

  static String common(List<String> paths) {
    List<String> formats = paths.stream().map(FileFormats::of).distinct().toList();
    if (formats.isEmpty()) {
      return NONE;
    }
    return formats.size() == 1 ? formats.get(0) : OTHER;
  }

  private static String of(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String extension = extension(name);
    if (COMPRESSIONS.contains(extension)) {
      extension = extension(name.substring(0, name.length() - extension.length() - 1));
    }
    return KNOWN.contains(extension) ? extension : OTHER;
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
