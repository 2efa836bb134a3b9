package io.stoker.launcher.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocol, against files that stand where the kernel's would. */
class MemoryCgroupTest {
  private final Path directory;

  MemoryCgroupTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** In MiB. */
  @ParameterizedTest
  @CsvSource({"100, 132", "512, 544", "1408, 1496", "4096, 4352", "65536, 65792"})
  void leavesTheKernelRoomForWhatItNeedsItself(long owned, long limit) {
    assertThat(MemoryCgroup.limit(owned << 20)).isEqualTo(limit << 20);
  }

  @Test
  void isOneLineThatReadsBack() {
    MemoryCgroup cgroup = new MemoryCgroup(CgroupVersion.V1, Path.of("/sys/fs/a b/c"));
    assertThat(MemoryCgroup.parse(cgroup.line())).isEqualTo(cgroup);
  }

  @Test
  void versionTwoLimitsMemoryAndTakesSwapAway() throws Exception {
    plant("memory.swap.max", "max");
    plant("memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\noom_group_kill 0");
    MemoryCgroup cgroup = new MemoryCgroup(CgroupVersion.V2, directory);
    cgroup.create(1000);
    assertThat(directory.resolve("memory.max")).hasContent("1000");
    assertThat(directory.resolve("memory.swap.max")).hasContent("0");
    assertThat(cgroup.kills()).isEqualTo(new OomKills(0, false));

    plant("memory.events", "low 0\nhigh 0\nmax 9\noom 1\noom_kill 2\noom_group_kill 0");
    assertThat(cgroup.kills()).isEqualTo(new OomKills(2, true));
    plant("memory.events", "low 0\nhigh 0\nmax 9\noom 0\noom_kill 1\noom_group_kill 0");
    assertThat(cgroup.kills()).isEqualTo(new OomKills(1, false));
  }

  @Test
  void versionOneLimitsMemoryWithSwap() throws Exception {
    plant("memory.memsw.limit_in_bytes", "9223372036854771712");
    plant("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1");
    plant("memory.max_usage_in_bytes", Long.toString(98L << 20));
    MemoryCgroup cgroup = new MemoryCgroup(CgroupVersion.V1, directory);
    cgroup.create(100L << 20);
    assertThat(directory.resolve("memory.limit_in_bytes")).hasContent("104857600");
    assertThat(directory.resolve("memory.memsw.limit_in_bytes")).hasContent("104857600");
    assertThat(cgroup.kills()).isEqualTo(new OomKills(1, false));

    plant("memory.max_usage_in_bytes", Long.toString((100L << 20) - 4096));
    assertThat(cgroup.kills()).isEqualTo(new OomKills(1, true));
  }

  /** It is inherited, and lets a process freeze at its limit. */
  @Test
  void versionOneHasTheKillerSwitchedOn() throws Exception {
    plant("memory.oom_control", "oom_kill_disable 1\nunder_oom 0\noom_kill 0");
    new MemoryCgroup(CgroupVersion.V1, directory).create(1000);
    assertThat(directory.resolve("memory.oom_control")).hasContent("0");
    assertThat(directory.resolve("memory.memsw.limit_in_bytes")).doesNotExist();
  }

  @Test
  void knowsWhoIsInItAndNobodyOnceItIsGone() throws Exception {
    plant("cgroup.procs", "17\n4711\n");
    assertThat(new MemoryCgroup(CgroupVersion.V2, directory).processes())
        .containsExactly(17L, 4711L);
    MemoryCgroup gone = new MemoryCgroup(CgroupVersion.V2, directory.resolve("gone"));
    assertThat(gone.processes()).isEmpty();
    assertThat(gone.remove()).isTrue();
  }

  /** Kernels before 4.13 do not tell what their OOM killer did. */
  @Test
  void saysWhatTheKernelDoesNotTell() throws Exception {
    plant("memory.limit_in_bytes", "1000");
    plant("memory.max_usage_in_bytes", "0");
    plant("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\n");
    assertThatThrownBy(() -> new MemoryCgroup(CgroupVersion.V1, directory).kills())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("memory.oom_control does not tell 'oom_kill'");
  }

  @Test
  void tellsWhatAllHoldWithoutFiles() throws Exception {
    plant("memory.stat", "anon 100\nfile 9000\nshmem 20\n");
    assertThat(new MemoryCgroup(CgroupVersion.V2, directory).held()).isEqualTo(120);
    plant("memory.swap.current", "3\n");
    assertThat(new MemoryCgroup(CgroupVersion.V2, directory).held()).isEqualTo(123);

    plant("memory.stat", "cache 9000\nrss 1\ntotal_cache 9000\ntotal_rss 100\ntotal_shmem 20\n");
    assertThat(new MemoryCgroup(CgroupVersion.V1, directory).held()).isEqualTo(120);
    plant("memory.stat", "total_rss 100\ntotal_shmem 20\ntotal_swap 3\n");
    assertThat(new MemoryCgroup(CgroupVersion.V1, directory).held()).isEqualTo(123);
    plant("memory.stat", "");
    assertThatThrownBy(() -> new MemoryCgroup(CgroupVersion.V2, directory).held())
        .hasMessageContaining("memory.stat does not tell 'anon'");
  }

  private void plant(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }
}
