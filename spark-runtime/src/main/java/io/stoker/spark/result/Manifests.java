package io.stoker.spark.result;

import io.stoker.contract.driver.SqlProgram;
import io.stoker.contract.run.Column;
import io.stoker.contract.run.Manifest;
import io.stoker.contract.run.ManifestFile;
import io.stoker.spark.platform.Attempt;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Makes the list of a result's files. */
public final class Manifests {
  private Manifests() {}

  /**
   * Describes what a write has committed.
   *
   * @param countedRows rows counted while writing, for formats whose files don't tell
   */
  public static Manifest of(
      Attempt attempt,
      SqlProgram.Output output,
      StructType schema,
      List<WrittenFile> written,
      @Nullable Long countedRows) {
    List<ManifestFile> files =
        written.stream()
            .map(file -> new ManifestFile(file.path(), file.bytes(), file.rows()))
            .toList();
    return manifest(
        attempt,
        output.format(),
        output.partitionBy(),
        files,
        totalRows(written, countedRows),
        Arrays.stream(schema.fields())
            .map(
                field ->
                    new Column(field.name(), field.dataType().catalogString(), field.nullable()))
            .toList());
  }

  /** Describes files that a program wrote by itself, of which no schema is known. */
  public static Manifest listed(Attempt attempt, List<WrittenFile> files) {
    return manifest(
        attempt,
        FileFormats.common(files.stream().map(WrittenFile::path).toList()),
        List.of(),
        files.stream()
            .map(file -> new ManifestFile(file.path(), file.bytes(), file.rows()))
            .toList(),
        totalRows(files, null),
        List.of());
  }

  /** What a job without a result publishes. */
  public static Manifest empty(Attempt attempt) {
    return manifest(attempt, FileFormats.NONE, List.of(), List.of(), 0L, List.of());
  }

  private static Manifest manifest(
      Attempt attempt,
      String format,
      List<String> partitionBy,
      List<ManifestFile> files,
      @Nullable Long rows,
      List<Column> schema) {
    return new Manifest(
        attempt.runId(),
        attempt.step(),
        attempt.number(),
        attempt.fence(),
        format,
        attempt.outputDirectory(),
        partitionBy,
        files,
        files.stream().mapToLong(ManifestFile::bytes).sum(),
        rows,
        schema,
        Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  /** The files' own word, where each of them has one; no file has no row. */
  private static @Nullable Long totalRows(List<WrittenFile> written, @Nullable Long counted) {
    List<Long> rows = written.stream().map(WrittenFile::rows).toList();
    return rows.stream().anyMatch(Objects::isNull)
        ? counted
        : Long.valueOf(rows.stream().mapToLong(Long::longValue).sum());
  }
}
