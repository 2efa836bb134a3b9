package io.stoker.spark.result;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how many rows a file has where its footer says so. */
final class RowCount {
  private static final Logger LOG = LoggerFactory.getLogger(RowCount.class);

  private RowCount() {}

  /** As {@link #of}; null also for a file that is not what its name says. */
  static @Nullable Long orUnknown(Path file, Configuration conf) {
    try {
      return of(file, conf);
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} does not tell its rows: {}", file, e.toString());
      return null;
    }
  }

  /** Null for formats without a footer. */
  static @Nullable Long of(Path file, Configuration conf) throws IOException {
    if (file.getName().endsWith(".parquet")) {
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
        return reader.getRecordCount();
      }
    }
    if (file.getName().endsWith(".orc")) {
      try (Reader reader = OrcFile.createReader(file, OrcFile.readerOptions(conf))) {
        return reader.getNumberOfRows();
      }
    }
    return null;
  }
}
