package io.stoker.spark.result;

import io.stoker.contract.run.Manifest;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.driver.JobFailure;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a program that has written everything. The order is the promise: the manifest beside
 * the files, the last progress, then the one fenced commit that makes them the run's result.
 */
public final class ResultCommit {
  private static final Logger LOG = LoggerFactory.getLogger(ResultCommit.class);

  private final DriverSession session;
  private final Publication publication;

  public ResultCommit(DriverSession session, Configuration conf) {
    this.session = session;
    this.publication = new Publication(session.attempt(), conf);
  }

  /** Returns when the result is committed. */
  public void publish(Manifest manifest) {
    session.platform().committing();
    CrashPoints.hit(CrashPoint.DRIVER_COMMITTING);
    try {
      publication.writeManifest(manifest);
    } catch (IOException e) {
      throw new JobFailure(
          "DRIVER_ERROR",
          "The manifest cannot be written beside " + manifest.location() + ": " + e.getMessage(),
          true,
          e);
    }
    CrashPoints.hit(CrashPoint.DRIVER_MANIFEST_WRITTEN);
    // The platform takes no progress after the commit.
    session.reporter().flush();
    session.platform().commit(manifest);
    CrashPoints.hit(CrashPoint.DRIVER_COMMITTED);
    session.reporter().close();
    LOG.info("Committed {} files, {} bytes", manifest.files().size(), manifest.totalBytes());
    publication.markSuccess();
  }
}
