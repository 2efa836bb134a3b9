package io.stoker.spark;

import io.stoker.contract.run.Column;
import io.stoker.contract.run.Manifest;
import io.stoker.contract.run.ManifestFile;
import io.stoker.spark.platform.Json;
import io.stoker.spark.result.ParquetRows;
import io.stoker.spark.result.Table;
import io.stoker.spark.result.TextLines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints the first rows of a result, read from the files that its manifest names and from no
 * others. It needs no Spark session: {@code java -cp 'jars/*' io.stoker.spark.ResultPreview
 * manifest.json 20}.
 */
public final class ResultPreview {
  private ResultPreview() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (args.length != 2) {
      out.println("Usage: ResultPreview <manifest.json> <rows>");
      System.exit(2);
    }
    Manifest manifest = Json.read(Files.readString(Path.of(args[0])), Manifest.class);
    print(manifest, Integer.parseInt(args[1]), out);
  }

  static void print(Manifest manifest, int rows, PrintStream out) throws IOException {
    if (manifest.files().isEmpty()) {
      out.println("The result has no files.");
      return;
    }
    switch (manifest.format()) {
      case "parquet" -> {
        var types = manifest.schema().stream().map(Column::type).toList();
        var names = manifest.schema().stream().map(Column::name).toList();
        Table.of(names, types, ParquetRows.read(manifest, rows)).forEach(out::println);
      }
      case "csv", "json" -> {
        ManifestFile first = manifest.files().get(0);
        out.println("First lines of " + first.path() + ":");
        TextLines.read(manifest.location() + first.path(), rows).forEach(out::println);
      }
      default ->
          out.println(
              "No preview of "
                  + manifest.format()
                  + " files. Read them with Spark: spark.read."
                  + manifest.format()
                  + "(\""
                  + manifest.location()
                  + "\")");
    }
  }
}
