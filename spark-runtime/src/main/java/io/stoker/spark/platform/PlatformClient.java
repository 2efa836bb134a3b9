package io.stoker.spark.platform;

import io.stoker.contract.Paths;
import io.stoker.contract.Servers;
import io.stoker.contract.driver.AttemptExecutors;
import io.stoker.contract.driver.CommitRequest;
import io.stoker.contract.driver.DriverFailure;
import io.stoker.contract.driver.DriverMemory;
import io.stoker.contract.driver.DriverProgress;
import io.stoker.contract.driver.DriverStarted;
import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.contract.driver.KillExecutors;
import io.stoker.contract.run.Manifest;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a driver says to the platform, whichever of its servers answers. Methods that throw {@link
 * IOException} try once, because their caller has newer state for the next try; the others repeat
 * until the platform answers. Every message may arrive twice without harm.
 */
public final class PlatformClient {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformClient.class);

  /** A driver that hears nothing for so long cannot know whether it has been replaced. */
  public static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration LONG_POLL = Duration.ofSeconds(20);

  private final PlatformLine line;

  public PlatformClient(
      Servers servers, String token, long fence, Duration longestSilence, SelfStop selfStop) {
    String base = Paths.INTERNAL_ATTEMPTS + "/" + fence + "/";
    line = new PlatformLine(servers, base, token, longestSilence, selfStop);
  }

  public void started(DriverStarted started) {
    untilAnswered("POST", "started", started);
  }

  public void demand(ExecutorDemand demand) throws IOException {
    line.exchange("PUT", "demand", demand, ANSWER);
  }

  public void kill(KillExecutors kill) throws IOException {
    line.exchange("POST", "executors:kill", kill, ANSWER);
  }

  /** All executors once their version is above {@code after}; the same ones after a while. */
  public AttemptExecutors executors(long after) throws IOException {
    String path = "executors?after=" + after + "&wait=" + LONG_POLL;
    return Json.read(
        line.exchange("GET", path, null, LONG_POLL.plus(ANSWER)), AttemptExecutors.class);
  }

  public void progress(DriverProgress progress) throws IOException {
    line.exchange("PUT", "progress", progress, ANSWER);
  }

  /** The one that is never followed by a newer one. */
  public void lastProgress(DriverProgress progress) {
    untilAnswered("PUT", "progress", progress);
  }

  public void memory(DriverMemory memory) throws IOException {
    line.exchange("PUT", "memory", memory, ANSWER);
  }

  public void committing() {
    untilAnswered("POST", "committing", null);
  }

  /** Returns when the result is the run's; a fenced attempt gets a {@link FencedException}. */
  public void commit(Manifest manifest) {
    line.lastWord("commit");
    untilAnswered("POST", "commit", new CommitRequest(manifest));
  }

  /** Returns when the platform knows why this attempt ends without a result. */
  public void failure(DriverFailure failure) {
    line.lastWord("failure");
    untilAnswered("POST", "failure", failure);
  }

  /** Ends this driver, unless it has said its last word and is ending anyway. */
  public void stopDriver(int exitCode, String why) {
    line.stop("", exitCode, why);
  }

  private void untilAnswered(String method, String path, @Nullable Object body) {
    Backoff backoff = new Backoff();
    while (true) {
      try {
        line.exchange(method, path, body, ANSWER);
        return;
      } catch (IOException e) {
        if (line.isStopping() || Thread.currentThread().isInterrupted()) {
          throw new FencedException("Gave up " + path + ": " + e.getMessage());
        }
        LOG.warn("The platform cannot be reached, trying again: {}", e.toString());
        backoff.pause();
      }
    }
  }
}
