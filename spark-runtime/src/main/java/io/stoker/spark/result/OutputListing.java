package io.stoker.spark.result;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * What a program has left in its attempt's directory, whoever wrote it there. It is listed once,
 * after the program and its SparkContext have ended, so that nobody writes any more.
 */
public final class OutputListing {
  private final Path root;
  private final Map<String, WrittenFile> committed;

  private OutputListing(String directory) {
    root = new Path(directory);
    committed = WrittenResults.below(directory);
  }

  /** Every file that counts, by path. Hidden ones don't, nor files of tasks that lost. */
  public static List<WrittenFile> of(String directory, Configuration conf) throws IOException {
    return new OutputListing(directory).list(conf);
  }

  private List<WrittenFile> list(Configuration conf) throws IOException {
    List<WrittenFile> files = new ArrayList<>();
    FileSystem system = root.getFileSystem(conf);
    if (!system.exists(root)) {
      return files;
    }
    Path top = system.makeQualified(root);
    RemoteIterator<LocatedFileStatus> all = system.listFiles(top, true);
    while (all.hasNext()) {
      LocatedFileStatus file = all.next();
      String path = top.toUri().relativize(file.getPath().toUri()).getPath();
      if (counts(path)) {
        files.add(new WrittenFile(path, file.getLen(), rows(path, file, conf)));
      }
    }
    files.sort(Comparator.comparing(WrittenFile::path));
    return files;
  }

  /** As Hadoop and Spark see it: names that begin with . or _ are not data. */
  private boolean counts(String path) {
    boolean hidden =
        Arrays.stream(path.split("/", -1))
            .anyMatch(part -> part.startsWith(".") || (part.startsWith("_") && !isPartition(part)));
    String name = path.substring(path.lastIndexOf('/') + 1);
    return !hidden && (committed.containsKey(path) || !WrittenResults.isOfWrite(name));
  }

  private static boolean isPartition(String part) {
    return part.contains("=");
  }

  private @Nullable Long rows(String path, LocatedFileStatus file, Configuration conf) {
    WrittenFile known = committed.get(path);
    if (known != null && known.bytes() == file.getLen()) {
      return known.rows();
    }
    return RowCount.orUnknown(file.getPath(), conf);
  }
}
