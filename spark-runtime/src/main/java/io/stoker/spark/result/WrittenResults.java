package io.stoker.spark.result;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands the files of a finished write from the commit protocol, which Spark makes, to its caller.
 */
public final class WrittenResults {
  private static final Map<String, List<WrittenFile>> WRITTEN = new ConcurrentHashMap<>();

  private WrittenResults() {}

  public static void put(String directory, List<WrittenFile> files) {
    WRITTEN.put(slashed(directory), List.copyOf(files));
  }

  /** The files that a write into the directory has committed; they are handed out once. */
  public static List<WrittenFile> take(String directory) {
    List<WrittenFile> files = WRITTEN.remove(slashed(directory));
    if (files == null) {
      throw new IllegalStateException(
          "Nothing was committed in "
              + directory
              + ": is spark.sql.sources.commitProtocolClass AttemptCommitProtocol?");
    }
    return files;
  }

  private static String slashed(String directory) {
    String path = new org.apache.hadoop.fs.Path(directory).toUri().getPath();
    return path.endsWith("/") ? path : path + "/";
  }
}
