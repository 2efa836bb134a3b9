package io.stoker.spark.result;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one task attempt, written straight where they stay. */
final class TaskFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TaskFiles.class);

  private final Path directory;
  private final List<String> names = new ArrayList<>();

  TaskFiles(Path directory) {
    this.directory = directory;
  }

  /** Takes a name below the directory. */
  Path add(String name) {
    names.add(name);
    return new Path(directory, name);
  }

  /** What was really written: a writer may leave a file out when it has no rows for it. */
  List<WrittenFile> written(Configuration conf) throws IOException {
    FileSystem files = directory.getFileSystem(conf);
    List<WrittenFile> written = new ArrayList<>();
    for (String name : names) {
      Path path = new Path(directory, name);
      if (files.exists(path)) {
        long bytes = files.getFileStatus(path).getLen();
        written.add(new WrittenFile(name, bytes, RowCount.of(path, conf)));
      }
    }
    return written;
  }

  /** Best effort: a file that stays is in no manifest. */
  void delete(Configuration conf) {
    for (String name : names) {
      Path path = new Path(directory, name);
      try {
        path.getFileSystem(conf).delete(path, false);
      } catch (IOException e) {
        LOG.warn("{} of an ended task stays: {}", path, e.toString());
      }
    }
  }
}
