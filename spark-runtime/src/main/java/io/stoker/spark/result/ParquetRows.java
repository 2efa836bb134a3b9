package io.stoker.spark.result;

import io.stoker.contract.run.Column;
import io.stoker.contract.run.Manifest;
import io.stoker.contract.run.ManifestFile;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Reads rows of a Parquet result as text, without Spark. */
public final class ParquetRows {
  private static final String NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__";

  private ParquetRows() {}

  /** The first rows in the manifest's order of files, each with a value for every column. */
  public static List<List<String>> read(Manifest manifest, int most) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (ManifestFile file : manifest.files()) {
      if (rows.size() < most) {
        read(manifest, file, most, rows);
      }
    }
    return rows;
  }

  private static void read(Manifest manifest, ManifestFile file, int most, List<List<String>> rows)
      throws IOException {
    Map<String, String> partition = partition(file.path());
    Path path = new Path(manifest.location() + file.path());
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).withConf(new Configuration()).build()) {
      Group group = reader.read();
      while (group != null && rows.size() < most) {
        rows.add(row(manifest.schema(), partition, group));
        group = reader.read();
      }
    }
  }

  private static List<String> row(
      List<Column> columns, Map<String, String> partition, Group group) {
    List<String> row = new ArrayList<>();
    for (Column column : columns) {
      String value = partition.get(column.name());
      row.add(value == null ? ParquetValue.field(group, column.name()) : value);
    }
    return row;
  }

  /** Values of partition columns stand in the names of a file's directories. */
  private static Map<String, String> partition(String path) {
    Map<String, String> values = new HashMap<>();
    String[] parts = path.split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      int equals = parts[i].indexOf('=');
      String value = unescaped(parts[i].substring(equals + 1));
      values.put(
          unescaped(parts[i].substring(0, equals)), value.equals(NULL_PARTITION) ? "null" : value);
    }
    return values;
  }

  private static String unescaped(String name) {
    return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
