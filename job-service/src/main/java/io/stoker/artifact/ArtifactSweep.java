package io.stoker.artifact;

import io.stoker.duty.PeriodicDuty;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deletes files that no artifact has: of uploads whose server died or that never ended, and of
 * artifacts whose deletion was interrupted.
 */
@Component
class ArtifactSweep implements PeriodicDuty {
  private static final Logger log = LoggerFactory.getLogger(ArtifactSweep.class);

  /** Of platform uptime, as ticks count it. */
  static final Duration LONGEST_UPLOAD = Duration.ofHours(1);

  private final LooseFileStore loose;
  private final ArtifactFiles files;

  ArtifactSweep(LooseFileStore loose, ArtifactFiles files) {
    this.loose = loose;
    this.files = files;
  }

  @Override
  public String name() {
    return "loose artifact files";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void run() {
    // first doomed, then deleted: an upload that ends at this moment sees that it is too late
    loose.doomOld(LONGEST_UPLOAD.toSeconds());
    for (String file : loose.doomed()) {
      files.delete(file);
      loose.forget(file);
      log.info("Deleted {}, which no artifact had", file);
    }
  }
}
