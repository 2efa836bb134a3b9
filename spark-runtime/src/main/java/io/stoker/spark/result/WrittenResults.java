package io.stoker.spark.result;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Hands the files of a finished write from the commit protocol, which Spark makes, to its caller.
 */
public final class WrittenResults {
  private static final Map<String, List<WrittenFile>> WRITTEN = new ConcurrentHashMap<>();
  private static final Set<String> JOBS = ConcurrentHashMap.newKeySet();

  private WrittenResults() {}

  /** A write begins, whose files bear its id in their names. */
  static void begin(String jobId) {
    JOBS.add(jobId);
  }

  /** A write is done; another one may have written into the same directory before. */
  static void add(String directory, List<WrittenFile> files) {
    WRITTEN.merge(
        slashed(directory),
        List.copyOf(files),
        (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
  }

  /** What all writes into the directory and below it have committed, by path below it. */
  static Map<String, WrittenFile> below(String directory) {
    String top = slashed(directory);
    Map<String, WrittenFile> all = new HashMap<>();
    WRITTEN.forEach(
        (written, files) -> {
          if (written.startsWith(top)) {
            files.forEach(file -> all.put(written.substring(top.length()) + file.path(), file));
          }
        });
    return all;
  }

  /** Whether a file bears the id of a write: then only the committed list says if it counts. */
  static boolean isOfWrite(String fileName) {
    return JOBS.stream().anyMatch(job -> fileName.contains("-" + job + "-"));
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
