package io.stoker.node;

import static io.stoker.node.TestNode.assignment;
import static io.stoker.node.TestNode.toStop;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.ProcessReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes in real cgroups, where this machine lets the test make them. */
class CgroupNodeTest extends NodeFixture {
  private static final long OWNED = 100L << 20;

  /** A shell's variable, which no other process has a use for, within a moment. */
  private static final String LEAP = "x=$(head -c 200000000 /dev/zero | tr '\\0' a); sleep 1000; :";

  CgroupNodeTest(@TempDir Path directory) throws IOException {
    super(directory);
  }

  @BeforeEach
  void startWhereTheKernelLimitsMemory() throws Exception {
    start();
    soon().until(platform::hasReport);
    String level = platform.registrations().get(0).memoryEnforcement();
    assumeTrue(
        Set.of("CGROUP_V1", "CGROUP_V2").contains(level),
        "this machine does not let the test make cgroups for memory; the node's log says why");
  }

  @Override
  @AfterEach
  void leaveNothingRunning() throws Exception {
    super.leaveNothingRunning();
    for (Path cgroup : cgroups()) {
      Files.deleteIfExists(cgroup);
    }
  }

  @Test
  void theKernelEndsWhatLeapsOverItsLimitAndNothingElse() throws Exception {
    Assignment greedy = assignment("echo leaping >&2; " + LEAP, OWNED);
    Assignment modest = assignment(LEAP, 10 * OWNED);
    platform.want(greedy);
    platform.want(modest);

    ProcessReport end = awaitReport(greedy, r -> r.state().equals("EXITED"));

    assertThat(end.cause()).isEqualTo("MEMORY_LIMIT");
    assertThat(end.exitCode()).isEqualTo(137);
    assertThat(end.message())
        .contains("reached 132 MiB of memory and owns 100 MiB", "the kernel ended it")
        .contains("spark.driver.memoryOverhead", "It wrote last: leaping");
    assertThat(platform.reported(modest.id()).orElseThrow().state()).isEqualTo("RUNNING");
    assertThat(cgroup(greedy)).doesNotExist();
  }

  /** It is below the kernel's limit, and in a session of its own. */
  @Test
  void theServiceCountsWhatIsInItsCgroup() throws Exception {
    Assignment a = assignment("setsid dd if=/dev/zero bs=115M count=1 | sleep 1000", OWNED);
    platform.want(a);
    ProcessReport end = awaitReport(a, r -> r.state().equals("EXITED"));
    assertThat(end.cause()).isEqualTo("MEMORY_LIMIT");
    assertThat(end.message()).contains("It held 11", "and owns 100 MiB");
  }

  /** As on a machine that has not what its node declared. */
  @Test
  void tellsAMachineThatIsShortFromALimitThatWasReached() throws Exception {
    Path all = cgroups().get(0);
    Path limit = all.resolve("memory.max");
    Files.writeString(
        Files.exists(limit) ? limit : all.resolve("memory.limit_in_bytes"), Long.toString(OWNED));
    Assignment a = assignment(LEAP, 10 * OWNED);
    platform.want(a);
    ProcessReport end = awaitReport(a, r -> r.state().equals("EXITED"));
    assertThat(end.cause()).isEqualTo("MACHINE_MEMORY");
    assertThat(end.exitCode()).isEqualTo(137);
    assertThat(end.message()).contains("its own limit was not reached", "less memory for the node");
  }

  @Test
  void saysThatOneWasEndedThatTheProgramHadStarted() throws Exception {
    Assignment a = assignment("(" + LEAP + "); exit 7", OWNED);
    platform.want(a);
    ProcessReport end = awaitReport(a, r -> r.state().equals("EXITED"));
    assertThat(end.cause()).isEqualTo("EXITED");
    assertThat(end.exitCode()).isEqualTo(7);
    assertThat(end.message()).contains("The kernel ended 1 of the processes that it had started");
  }

  /** Its own SIGKILL, minutes later, is not the kernel's doing. */
  @Test
  void tellsTheKillOfAnotherFromItsOwn() throws Exception {
    Assignment a = assignment("(" + LEAP + "); exec sleep 1000", OWNED);
    platform.want(a);
    String warning =
        awaitReport(a, r -> r.state().equals("RUNNING") && r.message() != null).message();
    assertThat(warning).contains("The kernel ended 1 of the processes that it had started");
    ProcessHandle.of(requireNonNull(platform.reported(a.id()).orElseThrow().pid()))
        .orElseThrow()
        .destroyForcibly();
    ProcessReport end = awaitReport(a, r -> r.state().equals("EXITED"));
    assertThat(end.cause()).isEqualTo("EXITED");
    assertThat(end.exitCode()).isEqualTo(137);
    assertThat(end.message()).contains("killed by SIGKILL", "The kernel ended 1 of the processes");
  }

  @Test
  void staysInItsCgroupWhenTheServiceIsStartedAgain() throws Exception {
    Assignment a =
        assignment("cat /proc/self/cgroup; until [ -e go ]; do sleep 0.1; done; " + LEAP, OWNED);
    platform.want(a);
    ProcessReport running = awaitReport(a, r -> r.state().equals("RUNNING"));
    Path cgroup = cgroup(a);
    soon()
        .until(
            () -> Files.readAllLines(cgroup.resolve("cgroup.procs")).contains("" + running.pid()));
    nodes.get(0).close();
    assertThat(cgroup).exists();

    start();
    soon().until(() -> platform.registrations().size() == 2);
    assertThat(Files.readAllLines(cgroup.resolve("cgroup.procs"))).contains("" + running.pid());
    soon().until(() -> platform.log(a.id(), "stdout").contains(a.id().toString()));
    Files.createFile(directory(a).resolve("work/go"));
    assertThat(awaitReport(a, r -> r.state().equals("EXITED")).cause()).isEqualTo("MEMORY_LIMIT");
  }

  /** It has neither the session nor the environment by which processes are known otherwise. */
  @Test
  void endsWhatHidesInItsCgroup() throws Exception {
    Assignment a = assignment("env -i setsid -f sleep 4711; exec sleep 1000");
    platform.want(a);
    awaitReport(a, r -> r.state().equals("RUNNING"));
    Path cgroup = cgroup(a);
    soon().until(() -> Files.readAllLines(cgroup.resolve("cgroup.procs")).size() == 2);
    platform.want(toStop(a, Duration.ZERO));
    awaitReport(a, r -> r.state().equals("EXITED"));
    soon().until(() -> Files.notExists(cgroup));
  }

  @Test
  void sweepsWhatIsLeftInItsPlaceAndNoOthers() throws Exception {
    Path parent = cgroups().get(0);
    Path left = parent.resolve("0a4f5b0e-0000-7000-8000-000000000001");
    Path others = Files.createDirectories(parent.resolveSibling("stoker-of-another-node"));
    Process stray = new ProcessBuilder("sleep", "1000").start();
    try {
      soon() // an empty one may be swept before the process is in it
          .ignoreException(NoSuchFileException.class)
          .until(() -> put(stray, left) != null);
      soon().until(() -> Files.notExists(left));
      assertThat(stray.waitFor()).isEqualTo(137);
      assertThat(others).exists();
    } finally {
      stray.destroyForcibly();
      Files.delete(others);
    }
  }

  private static Path put(Process process, Path cgroup) throws IOException {
    Path members = Files.createDirectories(cgroup).resolve("cgroup.procs");
    return Files.writeString(members, Long.toString(process.pid()));
  }

  @Override
  protected TestNode start() throws IOException {
    return closeLater(TestNode.start(home, servers(), MemoryEnforcement.AUTO));
  }

  /** Where cgroups of the node's processes are, in every place of a start. */
  private List<Path> cgroups() throws IOException {
    Path file = home.resolve("cgroups");
    return Files.notExists(file)
        ? List.of()
        : Files.readAllLines(file).stream().map(line -> Path.of(line.substring(3))).toList();
  }

  private Path cgroup(Assignment assignment) throws IOException {
    return cgroups().get(0).resolve(assignment.id().toString());
  }
}
