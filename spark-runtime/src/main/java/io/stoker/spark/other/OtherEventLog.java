package io.stoker.spark.other;

import io.stoker.spark.platform.Attempt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.deploy.history.EventLogFileReader;
import org.apache.spark.io.CompressionCodec$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event log of another Spark, which names it by an id of its own, as {@code local-…}, that is
 * not even unique. It begins in the attempt's directory and becomes, when its application has
 * ended, the event log of the attempt, under the attempt's id like all others. Its loss costs no
 * run.
 */
final class OtherEventLog {
  private static final Logger LOG = LoggerFactory.getLogger(OtherEventLog.class);
  private static final String PREFIX = "eventlog_v2_";
  private static final String FIRST = "events_1_";

  private final String application;
  private final String written;
  private final String directory;
  private final SparkConf conf;
  private boolean published;

  OtherEventLog(Attempt attempt, SparkConf conf) {
    this.application = attempt.runId() + "-" + attempt.fence();
    this.written = conf.get("spark.stoker.eventLogBegins", "");
    this.directory = conf.get("spark.stoker.eventLogDirectory", "");
    this.conf = conf;
  }

  /** Spark insists that the directory is there. */
  void prepare() {
    if (directory.isEmpty()) {
      return;
    }
    try {
      Path path = path(written);
      files(path).mkdirs(path);
    } catch (IOException e) {
      LOG.warn("The event log's directory {} cannot be made: {}", written, e.toString());
    }
  }

  /** Moves it to where all are, once. */
  synchronized void publish() {
    if (published || directory.isEmpty()) {
      return;
    }
    published = true;
    try {
      Path from = path(written);
      FileSystem files = files(from);
      Optional<Path> log = first(files, from);
      if (log.isPresent()) {
        rename(files, log.get());
        Path target = new Path(path(directory), PREFIX + application);
        files.mkdirs(target.getParent());
        if (!files.rename(log.get(), target)) {
          throw new IOException("It cannot be moved to " + target);
        }
      }
      files.delete(from, true);
    } catch (IOException | RuntimeException e) {
      LOG.warn("There is no event log of {} in {}: {}", application, directory, e.toString());
    }
  }

  /** A program's first SparkContext has one, like under the platform's own Spark. */
  private static Optional<Path> first(FileSystem files, Path directory) throws IOException {
    return Arrays.stream(files.listStatus(directory))
        .filter(entry -> entry.isDirectory() && entry.getPath().getName().startsWith(PREFIX))
        .min(Comparator.comparingLong(FileStatus::getModificationTime))
        .map(FileStatus::getPath);
  }

  /** A history server goes by the id that the application's first events tell. */
  private void rename(FileSystem files, Path log) throws IOException {
    for (FileStatus file : files.listStatus(log)) {
      Path path = file.getPath();
      if (path.getName().startsWith(FIRST)) {
        Path fresh = new Path(log, "." + path.getName());
        try (InputStream in = EventLogFileReader.openEventLog(path, files);
            OutputStream out = compressed(path, files.create(fresh, true))) {
          ApplicationId.replace(in, out, application);
        }
        files.delete(path, false);
        files.rename(fresh, path);
      }
    }
  }

  /** By the codec that the name of the file tells. */
  private OutputStream compressed(Path file, OutputStream out) {
    String name = file.getName();
    int dot = name.lastIndexOf('.');
    return dot < 0
        ? out
        : CompressionCodec$.MODULE$
            .createCodec(conf, name.substring(dot + 1))
            .compressedContinuousOutputStream(out);
  }

  /** Of a URI; of its text Hadoop would decode nothing. */
  private static Path path(String uri) {
    return new Path(URI.create(uri));
  }

  /** Its own: Hadoop closes those that all share when this JVM is ended. */
  private FileSystem files(Path path) throws IOException {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(conf);
    return FileSystem.newInstance(path.toUri(), hadoop);
  }
}
