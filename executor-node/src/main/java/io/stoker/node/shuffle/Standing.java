package io.stoker.node.shuffle;

import io.stoker.contract.cluster.NodeShuffleServer;
import io.stoker.launcher.process.ProcessStatus;
import io.stoker.launcher.process.ResidentMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How the shuffle server stands, as the node tells the platform. */
final class Standing {
  private static final Duration MEASURE_EVERY = Duration.ofSeconds(5);

  /** Whether it serves. */
  enum State {
    /** Nobody has needed it so far, or for a while. */
    OFF,
    /** It has not answered yet. */
    STARTING,
    RUNNING,
    /** It has answered once, and a question to it has been open for long. */
    NOT_ANSWERING,
    /** It has died, or hung, again and again. */
    FAILING
  }

  private final long memoryBytes;
  private final InstantSource clock;
  private State state = State.OFF;
  private Instant since;
  private long measuredAt;
  private @Nullable Long rssBytes;
  private int restarts;
  private boolean restarting;
  private @Nullable Instant failedAt;
  private @Nullable String failure;
  private volatile NodeShuffleServer said;

  Standing(long memoryBytes, InstantSource clock) {
    this.memoryBytes = memoryBytes;
    this.clock = clock;
    this.since = clock.instant();
    this.said = say();
  }

  /** What was last seen; any thread may ask. */
  NodeShuffleServer said() {
    return said;
  }

  boolean isNotAnswering() {
    return said.state().equals(State.NOT_ANSWERING.name());
  }

  void started() {
    if (restarting) {
      restarts++;
      restarting = false;
    }
    measuredAt = 0;
  }

  void failed(String why) {
    restarting = true;
    failedAt = clock.instant();
    failure = why;
  }

  /** Takes down how it is now. */
  void see(State now, @Nullable ProcessStatus status) {
    if (now != state) {
      state = now;
      since = clock.instant();
    }
    measure(status);
    said = say();
  }

  private void measure(@Nullable ProcessStatus status) {
    if (!(status instanceof ProcessStatus.Running running)) {
      rssBytes = null;
      return;
    }
    long now = System.nanoTime();
    if (measuredAt == 0 || now - measuredAt > MEASURE_EVERY.toNanos()) {
      measuredAt = now;
      rssBytes = ResidentMemory.of(running.pid()).map(ResidentMemory::bytes).orElse(null);
    }
  }

  private NodeShuffleServer say() {
    return new NodeShuffleServer(
        state.name(), since, memoryBytes, rssBytes, restarts, failedAt, failure);
  }
}
