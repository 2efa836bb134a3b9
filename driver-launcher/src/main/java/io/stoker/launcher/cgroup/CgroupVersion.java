package io.stoker.launcher.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two interfaces that kernels have for cgroups: other files for the same things. */
public enum CgroupVersion {
  /** A hierarchy for the memory controller alone. */
  V1 {
    @Override
    void limit(Path group, long bytes) throws IOException {
      CgroupFiles.write(group.resolve(LIMIT), Long.toString(bytes));
      writeIfThere(group.resolve("memory.memsw.limit_in_bytes"), Long.toString(bytes));
      Path control = group.resolve("memory.oom_control");
      if (CgroupFiles.value(control, "oom_kill_disable") != 0) {
        CgroupFiles.write(control, "0"); // inherited: a process would freeze at its limit
      }
    }

    @Override
    OomKills kills(Path group) throws IOException {
      long limit = CgroupFiles.number(group.resolve(LIMIT));
      long most = CgroupFiles.number(group.resolve("memory.max_usage_in_bytes"));
      return new OomKills(
          CgroupFiles.value(group.resolve("memory.oom_control"), "oom_kill"),
          most >= limit - ONE_CHARGE);
    }

    @Override
    long held(Path group) throws IOException {
      Path stat = group.resolve(STAT);
      return CgroupFiles.value(stat, "total_rss")
          + CgroupFiles.value(stat, "total_shmem", 0)
          + CgroupFiles.value(stat, "total_swap", 0);
    }
  },

  /** One hierarchy for all controllers. */
  V2 {
    @Override
    void limit(Path group, long bytes) throws IOException {
      CgroupFiles.write(group.resolve("memory.max"), Long.toString(bytes));
      writeIfThere(group.resolve("memory.swap.max"), "0");
    }

    @Override
    OomKills kills(Path group) throws IOException {
      Path events = group.resolve("memory.events");
      return new OomKills(
          CgroupFiles.value(events, "oom_kill"), CgroupFiles.value(events, "oom") > 0);
    }

    @Override
    long held(Path group) throws IOException {
      Path stat = group.resolve(STAT);
      Path swap = group.resolve("memory.swap.current");
      return CgroupFiles.value(stat, "anon")
          + CgroupFiles.value(stat, "shmem")
          + (Files.exists(swap) ? CgroupFiles.number(swap) : 0);
    }
  };

  private static final String LIMIT = "memory.limit_in_bytes";
  private static final String STAT = "memory.stat";

  /** More than the kernel asks for at a time: so near to the limit, the next charge failed. */
  private static final long ONE_CHARGE = 1L << 20;

  /** Puts the limit in force, for memory and swap together. */
  abstract void limit(Path group, long bytes) throws IOException;

  abstract OomKills kills(Path group) throws IOException;

  /** Bytes of anonymous and shared memory, also of what is swapped out; files' pages left out. */
  abstract long held(Path group) throws IOException;

  /** A kernel may be told to keep no account of swap; then there is no such file. */
  private static void writeIfThere(Path file, String text) throws IOException {
    if (Files.exists(file)) {
      CgroupFiles.write(file, text);
    }
  }
}
