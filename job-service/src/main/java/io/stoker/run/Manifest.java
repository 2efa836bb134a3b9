package io.stoker.run;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt wrote; once committed, the only list of a run's files that a reader may trust.
 *
 * @param location directory URI, ends with /
 * @param totalRows null when a format does not tell
 * @param schema columns, partition columns included
 */
public record Manifest(
    UUID runId,
    String step,
    int attempt,
    long fence,
    String format,
    String location,
    List<String> partitionBy,
    List<File> files,
    long totalBytes,
    @Nullable Long totalRows,
    List<Column> schema,
    Instant createdAt) {

  /**
   * One file.
   *
   * @param path below the location
   */
  public record File(String path, long bytes, @Nullable Long rows) {}

  /**
   * One column.
   *
   * @param type in Spark SQL's words
   */
  public record Column(String name, String type, boolean nullable) {}
}
