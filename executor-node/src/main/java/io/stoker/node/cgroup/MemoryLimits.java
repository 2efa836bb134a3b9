package io.stoker.node.cgroup;

import io.stoker.launcher.cgroup.MemoryCgroup;
import io.stoker.launcher.process.ProcessRecord;
import io.stoker.node.home.NodeProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory of this node's processes: who keeps them within it, and their cgroups. */
public final class MemoryLimits implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryLimits.class);

  private final MemoryLevel level;
  private final boolean required;
  private final @Nullable NodeCgroup cgroup;
  private final KnownCgroups known;

  private MemoryLimits(
      MemoryLevel level, boolean required, @Nullable NodeCgroup cgroup, KnownCgroups known) {
    this.level = level;
    this.required = required;
    this.cgroup = cgroup;
    this.known = known;
  }

  /** By the kernel where this machine allows it, and else by looking. */
  public static MemoryLimits ifPossible(Path home) throws InterruptedException {
    try {
      if (Files.getFileStore(home).type().equals("tmpfs")) {
        throw new IOException(
            "%s is on a tmpfs, where each file counts as memory of whoever writes it"
                .formatted(home));
      }
      return byKernel(home, false);
    } catch (IOException e) {
      return watched(home, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // whatever a kernel says, the node starts
      return watched(home, e.toString());
    }
  }

  private static MemoryLimits watched(Path home, String why) {
    LOG.info("The service watches over memory itself, without cgroups: {}", why);
    return without(MemoryLevel.WATCHED, home);
  }

  /**
   * By the kernel.
   *
   * @throws NodeProblem when that cannot be
   */
  public static MemoryLimits required(Path home) throws InterruptedException {
    try {
      return byKernel(home, true);
    } catch (IOException e) {
      throw new NodeProblem(
          "stoker.node.memory-enforcement: CGROUP cannot be on this machine: %s. Mend that, or set AUTO or WATCHED"
              .formatted(e.getMessage()),
          e);
    }
  }

  /** Not by the kernel; cgroups of earlier services are swept all the same. */
  public static MemoryLimits without(MemoryLevel level, Path home) {
    return new MemoryLimits(level, false, null, KnownCgroups.of(home));
  }

  private static MemoryLimits byKernel(Path home, boolean required)
      throws IOException, InterruptedException {
    OwnCgroup own = OwnCgroup.ofThisProcess();
    NodeCgroup cgroup = NodeCgroup.make(own, ProcessHandle.current().pid(), home);
    KnownCgroups known = KnownCgroups.of(home);
    known.add(cgroup);
    MemoryLevel level =
        switch (own.version()) {
          case V1 -> MemoryLevel.CGROUP_V1;
          case V2 -> MemoryLevel.CGROUP_V2;
        };
    LOG.info("The kernel limits memory ({}), below {}", level, cgroup.directory());
    return new MemoryLimits(level, required, cgroup, known);
  }

  public MemoryLevel level() {
    return level;
  }

  /**
   * The cgroup for a process that is about to start; null: none.
   *
   * @throws IOException when it must have one and cannot
   */
  public @Nullable MemoryCgroup make(ProcessRecord record) throws IOException {
    Long owned = record.memoryBytes();
    if (cgroup == null || owned == null) {
      return null;
    }
    MemoryCgroup made = cgroup.of(record.id());
    try {
      made.create(MemoryCgroup.limit(owned));
      return made;
    } catch (IOException e) {
      if (required) {
        throw new IOException("The kernel does not limit its memory: " + e.getMessage(), e);
      }
      LOG.warn("{} {} is only watched: {}", record.name(), record.id(), e.getMessage());
      return null;
    }
  }

  /**
   * Ends and removes what services of this home have left.
   *
   * @param lives whether an assignment of this name has a living process
   */
  public void sweep(Predicate<String> lives) {
    known.sweep(lives, cgroup);
  }

  /** Leaves no empty cgroup behind. */
  @Override
  public void close() {
    known.removeEmpty();
  }
}
