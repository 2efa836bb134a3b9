package io.stoker.spark.result;

import io.stoker.contract.run.Manifest;
import io.stoker.spark.platform.Attempt;
import io.stoker.spark.platform.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The small files around a result: the manifest before the commit, markers after it. */
public final class Publication {
  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  private final Path data;
  private final Configuration conf;

  public Publication(Attempt attempt, Configuration conf) {
    this.data = new Path(attempt.outputDirectory());
    this.conf = conf;
  }

  /** Writes {@code manifest.json} beside the data; the directory is this attempt's alone. */
  public void writeManifest(Manifest manifest) throws IOException {
    write(new Path(data.getParent(), "manifest.json"), Json.writePretty(manifest));
  }

  /**
   * Hadoop's marker, for readers that don't know the platform. The run has succeeded without it.
   */
  public void markSuccess() {
    try {
      write(new Path(data, "_SUCCESS"), "");
    } catch (IOException e) {
      LOG.warn("The result is committed, its _SUCCESS file is missing: {}", e.toString());
    }
  }

  private void write(Path path, String text) throws IOException {
    FileSystem files = path.getFileSystem(conf);
    try (OutputStream out = files.create(path, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
