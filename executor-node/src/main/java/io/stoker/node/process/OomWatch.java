package io.stoker.node.process;

import io.stoker.launcher.cgroup.MemoryCgroup;
import io.stoker.launcher.cgroup.OomKills;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.LastWords;
import io.stoker.launcher.process.ProcessRecord;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the kernel's OOM killer does in the cgroup of one process. It picks whoever holds most,
 * which may be a process that the program started: then the program itself goes on.
 */
final class OomWatch {
  private static final Logger LOG = LoggerFactory.getLogger(OomWatch.class);
  private static final int SIGKILL = 137;

  private static final String OUTSIDE =
      "The kernel ended it by SIGKILL (137) since the machine, or what the node as a whole may use, was short of memory; its own limit was not reached: declare less memory for the node";

  private static final String OTHERS_AT_LIMIT =
      "The kernel ended %d of the processes that it had started: all together they reached %d MiB of memory and own %d MiB";

  private static final String OTHERS_OUTSIDE =
      "The kernel ended %d of the processes that it had started, since the machine, or what the node as a whole may use, was short of memory: declare less memory for the node";

  private final ChildProcess child;
  private long seen;
  private long survived;

  /** Of a process that is well, what was before is not its own end. */
  OomWatch(ChildProcess child) throws IOException {
    this.child = child;
    if (child.isWell()) {
      seen = count(kills());
      survived = seen;
    }
  }

  /**
   * To be called every few seconds, when the process was just seen to be well. It may have been
   * ended since, so only what was there at the look before is surely not its own end.
   */
  synchronized void look() {
    Optional<OomKills> kills = kills();
    if (seen > survived) {
      String what = ofOthers(seen, kills);
      LOG.warn("{} {}: {}", child.record().name(), child.record().id(), what);
    }
    survived = seen;
    seen = Math.max(seen, count(kills));
  }

  /** What is to be known of it while it runs; empty while all is well. */
  synchronized Optional<String> warning() {
    return survived == 0 ? Optional.empty() : Optional.of(ofOthers(survived, kills()));
  }

  /** The same end, of which more is known. */
  synchronized Outcome explain(Outcome end) {
    Optional<OomKills> kills = end.cause().isOfItself() ? kills() : Optional.empty();
    long count = count(kills);
    if (count == 0) {
      return end;
    }
    Integer code = end.exitCode();
    boolean itself = count > survived && (code == null || code == SIGKILL);
    if (!itself) {
      return end.because(end.cause(), end.message() + ". " + ofOthers(count, kills));
    }
    String words = LastWords.of(child.directory());
    return isAtOwnLimit(kills)
        ? end.because(Outcome.Cause.MEMORY_LIMIT, atItsLimit() + words)
        : end.because(Outcome.Cause.MACHINE_MEMORY, OUTSIDE + words);
  }

  private static long count(Optional<OomKills> kills) {
    return kills.map(OomKills::count).orElse(0L);
  }

  private static boolean isAtOwnLimit(Optional<OomKills> kills) {
    return kills.map(OomKills::atOwnLimit).orElse(false);
  }

  private String atItsLimit() {
    long owned = owned();
    return "Within moments it reached %d MiB of memory and owns %d MiB, heap and overhead together, so the kernel ended it by SIGKILL (137): raise spark.%s.memoryOverhead, or use less memory outside of the heap"
        .formatted(
            MemoryCgroup.limit(owned) >> 20,
            owned >> 20,
            child.record().kind() == ProcessRecord.Kind.DRIVER ? "driver" : "executor");
  }

  private String ofOthers(long count, Optional<OomKills> kills) {
    long owned = owned();
    return isAtOwnLimit(kills)
        ? OTHERS_AT_LIMIT.formatted(count, MemoryCgroup.limit(owned) >> 20, owned >> 20)
        : OTHERS_OUTSIDE.formatted(count);
  }

  private long owned() {
    Long bytes = child.record().memoryBytes();
    return bytes == null ? 0 : bytes;
  }

  private Optional<OomKills> kills() {
    try {
      Optional<MemoryCgroup> cgroup = child.cgroup();
      return cgroup.isPresent() ? Optional.of(cgroup.get().kills()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // gone, with what it knew
    }
  }
}
