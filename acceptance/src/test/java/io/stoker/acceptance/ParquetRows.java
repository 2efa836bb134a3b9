package io.stoker.acceptance;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** Reads rows from Parquet without Spark. */
final class ParquetRows {
  /** Hands over each row of a file, or of the files in a directory. */
  static void forEach(Path path, Consumer<Group> action) throws IOException {
    if (!Files.isDirectory(path)) {
      forEachInFile(path, action);
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.parquet")) {
      for (Path file : files) {
        forEachInFile(file, action);
      }
    }
  }

  private static void forEachInFile(Path file, Consumer<Group> action) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      MessageType schema = reader.getFileMetaData().getSchema();
      var columns = new ColumnIOFactory().getColumnIO(schema);
      for (var pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> rows = columns.getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          action.accept(rows.read());
        }
      }
    }
  }

  private ParquetRows() {}
}
