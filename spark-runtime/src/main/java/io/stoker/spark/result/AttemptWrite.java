package io.stoker.spark.result;

import io.stoker.spark.platform.Json;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.internal.io.FileNameSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One write into an attempt's own directory. It travels to the tasks; what a task holds stays
 * there.
 *
 * <p>No task asks for leave to commit. Two copies of a task may both end well; Spark hands the
 * message of one of them to the job, and files that no such message names are not of the result.
 */
public final class AttemptWrite implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptWrite.class);

  private final String jobId;
  private final String directory;
  private transient @Nullable TaskFiles files;

  public AttemptWrite(String jobId, String directory) {
    this.jobId = jobId;
    this.directory = directory;
  }

  /** Whether a path is the directory itself or below it. */
  public static boolean isUnder(String directory, String path) {
    String top = new Path(directory).toUri().getPath() + "/";
    return (new Path(path).toUri().getPath() + "/").startsWith(top);
  }

  public void setupJob(Configuration conf) {
    WrittenResults.begin(jobId);
    try {
      Path path = new Path(directory);
      path.getFileSystem(conf).mkdirs(path);
    } catch (IOException e) {
      throw new UncheckedIOException("The result's directory cannot be made: " + directory, e);
    }
  }

  public void setupTask() {
    files = new TaskFiles(new Path(directory));
  }

  /** The task attempt's id makes the name its own: retries and copies never share a file. */
  public String newFile(TaskAttemptContext task, Optional<String> partition, FileNameSpec name) {
    int split = task.getTaskAttemptID().getTaskID().getId();
    int attempt = task.getTaskAttemptID().getId();
    String file =
        "%spart-%05d-%s-%d%s".formatted(name.prefix(), split, jobId, attempt, name.suffix());
    String below = partition.map(folder -> folder + "/" + file).orElse(file);
    return ofThisTask().add(below).toString();
  }

  /** What the task tells the job, as text: every serialiser that a job may choose carries it. */
  public String commitTask(Configuration conf) {
    try {
      return Json.write(ofThisTask().written(conf));
    } catch (IOException e) {
      throw new UncheckedIOException("A result file cannot be read back", e);
    }
  }

  public void abortTask(Configuration conf) {
    if (files != null) {
      files.delete(conf);
    }
  }

  private TaskFiles ofThisTask() {
    if (files == null) {
      throw new IllegalStateException("The task was not set up");
    }
    return files;
  }

  /** Makes the result of the files that these messages name, and of no others. */
  public void commitJob(Configuration conf, List<Object> winners) {
    List<WrittenFile> written =
        winners.stream()
            .flatMap(message -> Stream.of(Json.read((String) message, WrittenFile[].class)))
            .sorted(Comparator.comparing(WrittenFile::path))
            .toList();
    WrittenResults.add(directory, written);
    deleteLosers(conf, written);
  }

  /** Best effort, for readers that list: killed tasks could not clean up after themselves. */
  private void deleteLosers(Configuration conf, List<WrittenFile> written) {
    Set<String> keep = written.stream().map(WrittenFile::path).collect(Collectors.toSet());
    Path top = new Path(directory);
    try {
      FileSystem files = top.getFileSystem(conf);
      Path root = files.makeQualified(top);
      RemoteIterator<LocatedFileStatus> all = files.listFiles(root, true);
      while (all.hasNext()) {
        Path path = all.next().getPath();
        // other writes, and the program itself, may have files here too
        boolean own = path.getName().contains("-" + jobId + "-");
        if (own && !keep.contains(root.toUri().relativize(path.toUri()).getPath())) {
          files.delete(path, false);
        }
      }
    } catch (IOException e) {
      LOG.warn("Files of ended tasks stay in {}: {}", directory, e.toString());
    }
  }
}
