package io.stoker.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;

/** Reads the rows of an ORC file without Spark. */
final class OrcRows {
  /** Each row as its values' text, separated by commas. */
  static List<String> of(Path file) throws IOException {
    List<String> rows = new ArrayList<>();
    try (Reader reader =
            OrcFile.createReader(
                new org.apache.hadoop.fs.Path(file.toUri()),
                OrcFile.readerOptions(new Configuration(false)));
        RecordReader batches = reader.rows()) {
      VectorizedRowBatch batch = reader.getSchema().createRowBatch();
      while (batches.nextBatch(batch)) {
        for (int row = 0; row < batch.size; row++) {
          rows.add(text(batch, row));
        }
      }
    }
    return rows;
  }

  private static String text(VectorizedRowBatch batch, int row) {
    List<String> values = new ArrayList<>();
    for (ColumnVector column : batch.cols) {
      StringBuilder value = new StringBuilder();
      column.stringifyValue(value, row);
      values.add(value.toString());
    }
    return String.join(",", values);
  }

  private OrcRows() {}
}
