package io.stoker.node;

import static io.stoker.node.TestNode.assignment;
import static io.stoker.node.TestNode.toStop;
import static io.stoker.node.TestNode.withoutLaunch;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stoker.contract.Problem;
import io.stoker.contract.Servers;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.ProcessReport;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.Command;
import io.stoker.launcher.process.ProcessDirectory;
import io.stoker.launcher.process.ProcessRecord;
import io.stoker.launcher.process.ProcessStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest extends NodeFixture {
  NodeTest(@TempDir Path directory) throws IOException {
    super(directory);
  }

  private TestNode start(Path nodeHome, URI url) throws IOException {
    return start(nodeHome, url, Duration.ofMinutes(10));
  }

  private TestNode start(Path nodeHome, URI url, Duration selfStopAfter) throws IOException {
    return start(nodeHome, Servers.of(url.toString()), selfStopAfter);
  }

  private TestNode start(Path nodeHome, Servers servers, Duration selfStopAfter)
      throws IOException {
    return closeLater(TestNode.start(nodeHome, servers, selfStopAfter));
  }

  @Test
  void joinsAndKeepsItsIdentity() throws Exception {
    TestNode node = start(home, platform.url());
    soon().until(platform::hasReport);
    soon().until(() -> Files.exists(home.resolve("heard")));
    soon().until(() -> platform.lastReport().storageShared());
    node.close();
    assertThat(platform.registrations())
        .singleElement()
        .satisfies(
            description -> {
              assertThat(description.name()).isEqualTo("node-1");
              assertThat(description.coresMilli()).isEqualTo(2000);
              assertThat(description.memoryBytes()).isEqualTo(6L << 30);
              assertThat(description.labels()).isEqualTo(Map.of("zone", "a"));
              assertThat(description.bootId()).isNotBlank();
              assertThat(description.memoryEnforcement()).isEqualTo("WATCHED");
            });
    assertThat(permissions(home)).isEqualTo("rwx------");
    assertThat(permissions(home.resolve("identity.json"))).isEqualTo("rw-------");

    start(home, platform.url());
    soon().until(() -> platform.registrations().size() == 2);
  }

  /** Meanwhile it goes on reporting and following: what is on it ends as at any other time. */
  @Test
  void aStopThatDrainsWaitsUntilNothingIsLeftOnTheNode() throws Exception {
    TestNode node =
        TestNode.startDrainingOnStop(
            home, Servers.of(platform.url().toString()), Duration.ofMinutes(5));
    nodes.add(node);
    Assignment sleeper = assignment("sleep 1000");
    platform.want(sleeper);
    soon().until(() -> platform.reported(sleeper.id()).isPresent());
    CompletableFuture<Void> stop =
        CompletableFuture.runAsync(node::close, task -> new Thread(task).start());
    soon().until(() -> platform.drains() > 1);
    assertThat(stop).isNotDone();
    platform.want(toStop(sleeper, Duration.ofMillis(100)));
    soon()
        .until(
            () ->
                platform.reported(sleeper.id()).stream()
                    .anyMatch(process -> process.state().equals("EXITED")));
    platform.forget(sleeper.id());
    stop.get(60, TimeUnit.SECONDS);
  }

  @Test
  void joinsOnceHoweverOftenTheAnswerIsLost() throws Exception {
    platform.loseJoinAnswers(2);
    start(home, platform.url());
    soon().until(platform::hasReport);
    assertThat(platform.joins()).isEqualTo(3);
    assertThat(home.resolve("joining.credential")).doesNotExist();
  }

  /** Killed between the answer and its note, or before the answer: the next start asks the same. */
  @Test
  void joinsOnceAcrossRestarts() throws Exception {
    platform.loseJoinAnswers(Integer.MAX_VALUE);
    TestNode node = start(home, platform.url());
    soon().until(() -> platform.joins() > 0);
    node.close();
    assertThat(permissions(home.resolve("joining.credential"))).isEqualTo("rw-------");
    platform.loseJoinAnswers(0);
    start(home, platform.url());
    soon().until(platform::hasReport);
  }

  @Test
  void asksTheNextServerWhenOneDoesNotAnswer() throws Exception {
    Servers servers = Servers.of("http://127.0.0.1:" + portOfNobody() + "," + platform.url());
    start(home, servers, Duration.ofMinutes(10));
    soon().until(platform::hasReport);
  }

  @Test
  void runsAnAssignmentFromStartToOblivion() throws Exception {
    Assignment a = assignment("echo hello; echo $LOCAL >&2; touch $LOCAL/x; read x; exit 7");
    Assignment b = assignment("touch $LOCAL/x; until [ -e stop ]; do sleep 0.1; done; exit 7");
    platform.want(a);
    platform.want(b);
    start(home, platform.url());
    ProcessReport running = awaitReport(b, r -> r.state().equals("RUNNING"));
    assertThat(running.pid()).isNotNull();
    assertThat(running.startedAt()).isNotNull();
    assertThat(home.resolve("local").resolve(b.applicationId())).isDirectory();
    Files.createFile(directory(b).resolve("work/stop"));

    ProcessReport end = awaitReport(b, r -> r.state().equals("EXITED"));
    assertThat(end.exitCode()).isEqualTo(7);
    assertThat(end.cause()).isEqualTo("EXITED");
    assertThat(end.pid()).isEqualTo(running.pid());
    assertThat(end.message()).contains("see its stderr");
    assertThat(end.exitedAt()).isAfterOrEqualTo(end.startedAt());
    soon().until(() -> Files.notExists(home.resolve("local").resolve(b.applicationId())));
    assertThat(awaitReport(a, r -> r.state().equals("EXITED")).exitCode()).isEqualTo(7);

    platform.forget(a.id());
    platform.forget(b.id());
    soon().until(() -> Files.notExists(directory(a)) && Files.notExists(directory(b)));
    assertThat(platform.log(a.id(), "stdout")).isEqualTo("hello\n");
    assertThat(platform.log(b.id(), "stdout")).isEmpty();
    for (Assignment ended : List.of(a, b)) {
      assertThat(platform.hasWholeLog(ended.id(), "stdout")).isTrue();
      assertThat(platform.hasWholeLog(ended.id(), "stderr")).isTrue();
    }
    assertThat(platform.log(a.id(), "stderr"))
        .isEqualTo(home.resolve("local").resolve(a.applicationId()) + "\n");
    soon().until(() -> platform.reported(a.id()).isEmpty());
  }

  @Test
  void stopsWhatThePlatformWantsStopped() throws Exception {
    Assignment a = assignment("exec sleep 1000");
    platform.want(a);
    start(home, platform.url());
    awaitReport(a, r -> r.state().equals("RUNNING"));
    platform.want(toStop(a, Duration.ofMinutes(1)));
    ProcessReport end = awaitReport(a, r -> r.state().equals("EXITED"));
    assertThat(end.cause()).isEqualTo("STOPPED");
    assertThat(end.exitCode()).isEqualTo(143);
  }

  @Test
  void killsAfterTheGrace() throws Exception {
    Assignment a = assignment("trap '' TERM; while :; do sleep 1; done");
    platform.want(a);
    start(home, platform.url());
    awaitReport(a, r -> r.state().equals("RUNNING"));
    platform.want(toStop(a, Duration.ofMillis(100)));
    ProcessReport end = awaitReport(a, r -> r.state().equals("EXITED"));
    assertThat(end.cause()).isEqualTo("STOPPED");
    assertThat(end.exitCode()).isEqualTo(137);
  }

  @Test
  void endsAndForgetsWhatIsNotListed() throws Exception {
    Assignment a = assignment("exec sleep 1000");
    platform.want(a);
    start(home, platform.url());
    awaitReport(a, r -> r.state().equals("RUNNING"));
    platform.forget(a.id());
    soon().until(() -> Files.notExists(directory(a)));
    soon().until(() -> platform.reported(a.id()).isEmpty());
  }

  @Test
  void neverStartsWhatIsToStopAlready() throws Exception {
    Assignment a = toStop(assignment("echo no"), Duration.ZERO);
    platform.want(a);
    start(home, platform.url());
    ProcessReport end = awaitReport(a, r -> r.state().equals("EXITED"));
    assertThat(end.cause()).isEqualTo("STOPPED");
    assertThat(end.exitCode()).isNull();
    assertThat(directory(a).resolve("stdout")).doesNotExist();
  }

  @Test
  void startsNothingForAttemptThatIsOver() throws Exception {
    Assignment over = withoutLaunch(assignment("echo no"));
    Assignment next = assignment("exec sleep 1000");
    platform.want(over);
    platform.want(next);
    start(home, platform.url());
    awaitReport(next, r -> r.state().equals("RUNNING"));
    assertThat(directory(over)).doesNotExist();

    platform.want(withoutLaunch(next));
    platform.want(toStop(withoutLaunch(over), Duration.ZERO));
    assertThat(awaitReport(over, r -> r.state().equals("EXITED")).cause()).isEqualTo("STOPPED");
    assertThat(platform.reported(next.id()).orElseThrow().state()).isEqualTo("RUNNING");
  }

  @Test
  void reportsStartThatFails() throws Exception {
    Assignment a = assignment("fail");
    platform.want(a);
    start(home, platform.url());
    ProcessReport end = awaitReport(a, r -> r.state().equals("EXITED"));
    assertThat(end.cause()).isEqualTo("START_FAILED");
    assertThat(end.message()).contains("no room for it");
    // else its node would never be DRAINED
    platform.forget(a.id());
    soon().until(() -> Files.notExists(home.resolve("processes").resolve(a.id().toString())));
  }

  /** A real file system that is really full; only root may make one. */
  @Test
  void saysThatItsDiskIsFullAndGoesOnWhenItIsNotAnyMore() throws Exception {
    Path disk = Files.createDirectories(home.resolve("processes"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=256k", "none", disk.toString()));
    try {
      start(home, platform.url());
      soon().until(platform::hasReport);
      Path filler = Files.createFile(disk.resolve("filler"));
      fill(filler);
      Assignment refused = assignment("echo no");
      platform.want(refused);
      ProcessReport end = awaitReport(refused, r -> r.state().equals("EXITED"));
      assertThat(end.cause()).isEqualTo("START_FAILED");
      assertThat(end.message()).contains("cannot write below its home " + home, "No space left");

      Files.delete(filler);
      platform.forget(refused.id());
      Assignment next = assignment("exit 7");
      platform.want(next);
      assertThat(awaitReport(next, r -> r.state().equals("EXITED")).exitCode()).isEqualTo(7);
      assertThat(platform.reported(refused.id())).isEmpty();
    } finally {
      nodes.forEach(TestNode::close);
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private static void fill(Path file) {
    byte[] block = new byte[4096];
    assertThatThrownBy(
            () -> {
              while (true) {
                Files.write(file, block, StandardOpenOption.APPEND);
              }
            })
        .hasMessageContaining("No space left");
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  @Test
  void saysThatItCannotWriteItsHome() throws Exception {
    start(home, platform.url());
    soon().until(platform::hasReport);
    Files.writeString(home.resolve("processes"), "a file where its directory should be");
    Assignment a = assignment("echo no");
    platform.want(a);
    ProcessReport end = awaitReport(a, r -> r.state().equals("EXITED"));
    assertThat(end.cause()).isEqualTo("START_FAILED");
    assertThat(end.message()).contains("cannot write below its home " + home);
    Files.delete(home.resolve("processes"));
  }

  @Test
  void startsWhatCrashLeftAccepted() throws Exception {
    Assignment a = assignment("echo once; exec sleep 1000");
    ProcessDirectory.accept(
        home,
        new ProcessRecord(
            a.id(),
            ProcessRecord.Kind.DRIVER,
            "driver",
            a.runId(),
            7,
            a.applicationId(),
            60_000,
            null,
            Instant.EPOCH));
    platform.want(a);
    start(home, platform.url());
    awaitReport(a, r -> r.state().equals("RUNNING"));
    soon().until(() -> platform.log(a.id(), "stdout").equals("once\n"));
  }

  @Test
  void sweepsLocalDirectoriesOfDeadServices() throws Exception {
    Path left = Files.createDirectories(home.resolve("local/dead-1/blockmgr-1"));
    Files.createDirectories(home.resolve("local.doomed/half"));
    start(home, platform.url());
    soon().until(() -> Files.notExists(left.getParent()));
    soon().until(() -> Files.notExists(home.resolve("local.doomed/half")));
  }

  /** What nobody knows of goes within one interval of the sweep, what is wanted stays. */
  @Test
  void sweepsWhatIsPlantedWhileItRuns() throws Exception {
    Assignment wanted = assignment("touch $LOCAL/x; exec sleep 1000");
    platform.want(wanted);
    start(home, platform.url());
    Long pid = awaitReport(wanted, r -> r.state().equals("RUNNING")).pid();

    Path local = Files.createDirectories(home.resolve("local/dead-1/blockmgr-1")).getParent();
    Path halfDeleted = Files.createDirectories(home.resolve("processes/half/work"));
    Path dead = plant("true", ProcessStatus.Exited.class);
    Path living = plant("exec sleep 1000", ProcessStatus.Running.class);

    soon().until(() -> Files.notExists(local) && Files.notExists(halfDeleted.getParent()));
    soon().until(() -> Files.notExists(dead) && Files.notExists(living));
    assertThat(home.resolve("local").resolve(wanted.applicationId()).resolve("x")).exists();
    assertThat(platform.reported(wanted.id()).orElseThrow().pid()).isEqualTo(pid);
    assertThat(ProcessHandle.of(requireNonNull(pid))).isPresent();
  }

  /** Puts the directory of a process there that no platform wants, all at once. */
  private Path plant(String script, Class<? extends ProcessStatus> status) throws IOException {
    ProcessRecord record = planted();
    ChildProcess child = ProcessDirectory.accept(home.resolveSibling("nursery"), record);
    child.start(new Command(List.of("sh", "-c", script), Map.of("PATH", "/usr/bin:/bin")));
    soon().until(() -> status.isInstance(child.status()));
    return Files.move(child.directory(), home.resolve("processes").resolve(record.id().toString()));
  }

  private static ProcessRecord planted() {
    return new ProcessRecord(
        UUID.randomUUID(),
        ProcessRecord.Kind.EXECUTOR,
        "executor-1",
        UUID.randomUUID(),
        7,
        "planted-7",
        1_000,
        null,
        Instant.EPOCH);
  }

  /** A machine that dies may leave files without what was written to them last. */
  @Test
  void startsWithRecordsAndNotesThatTheMachinesEndHasEmptied() throws Exception {
    Path nameless = ProcessDirectory.accept(home, planted()).directory();
    Files.writeString(nameless.resolve("process.json"), "");
    Path noted = ProcessDirectory.accept(home, planted()).directory();
    Files.createFile(noted.resolve("stop.json"));
    Files.createFile(noted.resolve("outcome.json"));
    Files.createFile(home.resolve("joining.credential"));
    start(home, platform.url());
    soon().until(platform::hasReport);
    soon().until(() -> Files.notExists(nameless) && Files.notExists(noted));
  }

  /** It holds the memory in a shell's variable, which no other process has a use for. */
  @Test
  void endsAProcessThatHoldsMoreThanItOwnsAndNoOther() throws Exception {
    String holding = "x=$(head -c 150000000 /dev/zero | tr '\\0' a); sleep 1000; :";
    Assignment greedy = assignment(holding, 100L << 20);
    Assignment modest = assignment(holding, 400L << 20);
    // four processes with the same pages, of which each counts as its own
    String sharing =
        "x=$(head -c 80000000 /dev/zero | tr '\\0' a); %s echo forked; sleep 1000; :"
            .formatted("(sleep 1000; :) & ".repeat(3));
    Assignment forked = assignment(sharing, 250L << 20);
    platform.want(modest);
    platform.want(forked);
    start(home, platform.url());
    soon().until(() -> platform.log(forked.id(), "stdout").contains("forked"));
    platform.want(greedy);

    ProcessReport end = awaitReport(greedy, r -> r.state().equals("EXITED"));
    assertThat(end.cause()).isEqualTo("MEMORY_LIMIT");
    assertThat(end.exitCode()).isEqualTo(137);
    assertThat(end.message()).contains("owns 100 MiB", "spark.driver.memoryOverhead");
    assertThat(platform.reported(modest.id()).orElseThrow().state()).isEqualTo("RUNNING");
    assertThat(platform.reported(forked.id()).orElseThrow().state()).isEqualTo("RUNNING");
  }

  @Test
  void clearsWhatAKilledServiceLeftHalfWritten() throws Exception {
    Files.createDirectories(home);
    Path half = Files.writeString(home.resolve("identity.json.123.new"), "{");
    start(home, platform.url());
    soon().until(platform::hasReport);
    assertThat(half).doesNotExist();
  }

  /** The platform may trust the absence of a process: nothing of it is left then. */
  @Test
  void reportsAProcessUntilNothingOfItIsLeft() throws Exception {
    // so many files that their deletion is seen to take its time
    Assignment a =
        assignment("mkdir $LOCAL/shuffle; seq 20000 | xargs touch; touch done; exec sleep 1000");
    platform.want(a);
    start(home, platform.url());
    soon().until(() -> Files.exists(directory(a).resolve("work/done")));
    platform.forget(a.id());
    soon().until(() -> platform.reported(a.id()).isEmpty());
    assertThat(directory(a)).doesNotExist();
    assertThat(home.resolve("local").resolve(a.applicationId())).doesNotExist();
    assertThat(home.resolve("local.doomed")).isEmptyDirectory();
  }

  @Test
  void tellsWhatABadEndWroteLast() throws Exception {
    Assignment a = assignment("for i in 1 2 3 4 5 6; do echo line $i >&2; done; exit 3");
    platform.want(a);
    start(home, platform.url());
    assertThat(awaitReport(a, r -> r.state().equals("EXITED")).message())
        .endsWith("It wrote last: line 2 | line 3 | line 4 | line 5 | line 6");
  }

  @Test
  void sweepsProcessDirectoriesThatHaveNoRecord() throws Exception {
    Path left = Files.createDirectories(home.resolve("processes/without-record/work"));
    start(home, platform.url());
    soon().until(() -> Files.notExists(left.getParent()));
  }

  @Test
  void adoptsAcrossRestartAndShipsLogsWithoutGap() throws Exception {
    int lines = 300;
    Assignment a =
        assignment("i=0; while [ $i -lt " + lines + " ]; do i=$((i+1)); echo $i; sleep 0.02; done");
    platform.want(a);
    platform.follow(a.id());
    TestNode node = start(home, platform.url());
    soon().until(() -> platform.log(a.id(), "stdout").length() > 10);
    assertThat(platform.hasWholeLog(a.id(), "stdout")).isFalse();
    Long pid = awaitReport(a, r -> r.state().equals("RUNNING")).pid();
    node.close();
    platform.stop();
    start(home, platform.url());
    int before = platform.log(a.id(), "stdout").length();
    soon().until(() -> Files.size(directory(a).resolve("stdout")) > before + 20);
    platform.start();
    ProcessReport end = awaitReport(a, r -> r.state().equals("EXITED"));
    assertThat(end.exitCode()).isZero();
    assertThat(end.pid()).isEqualTo(pid);
    platform.forget(a.id());
    soon().until(() -> Files.notExists(directory(a)));
    assertThat(platform.log(a.id(), "stdout"))
        .isEqualTo(
            IntStream.rangeClosed(1, lines).mapToObj(i -> i + "\n").collect(Collectors.joining()));
  }

  @Test
  void shipsMoreThanOnePiece() throws Exception {
    int bytes = 10_000_000;
    Assignment a = assignment("head -c " + bytes + " /dev/zero | tr '\\0' 'x'");
    platform.want(a);
    start(home, platform.url());
    soon().until(() -> platform.log(a.id(), "stdout").length() == bytes);
    assertThat(platform.looksAtAllSegments()).isZero();
  }

  /** Else five seconds and more lie between two pieces. */
  @Test
  void sendsALogSoonThatSomebodyReads() throws Exception {
    Assignment a = assignment("while :; do echo line; sleep 0.2; done");
    platform.want(a);
    platform.follow(a.id());
    start(home, platform.url());
    Duration less = Duration.ofSeconds(4);
    soon().until(() -> platform.shortestPause(a.id(), "stdout").compareTo(less) < 0);
  }

  /** The program writes on and notices nothing; what it leaves on the disk stays small. */
  @Test
  void keepsTheBeginningOfAStreamThatDoesNotEnd() throws Exception {
    Assignment a =
        assignment(
            "exec >&2; yes xxxxxxxxx | head -c 30000000;"
                + " until [ -e go ]; do sleep 0.1; done; echo end; exit 3");
    platform.want(a);
    start(home, platform.url());
    soon().until(() -> platform.hasWholeLog(a.id(), "stderr"));
    String log = platform.log(a.id(), "stderr");
    assertThat(log)
        .hasSizeBetween(12 << 20, (12 << 20) + 300)
        .endsWith(
            "x\n[Stoker keeps the first 12582912 bytes of this stderr (stoker.node.log-limit of its"
                + " node). The process goes on; what it writes after them is dropped. Have it write"
                + " less, or raise that limit for processes to come.]\n");
    soon().until(() -> Files.size(directory(a).resolve("stderr")) <= 16 << 20);
    assertThat(platform.reported(a.id()).orElseThrow().state()).isEqualTo("RUNNING");

    nodes.get(0).close();
    start(home, platform.url());
    Files.createFile(directory(a).resolve("work/go"));
    assertThat(awaitReport(a, r -> r.state().equals("EXITED")).message()).endsWith("end");
    platform.forget(a.id());
    soon().until(() -> Files.notExists(directory(a)));
    assertThat(platform.log(a.id(), "stderr")).isEqualTo(log);
  }

  @Test
  void outageOfThePlatformEndsNoProcess() throws Exception {
    Assignment a = assignment("exec sleep 1000");
    platform.want(a);
    start(home, platform.url());
    Long pid = awaitReport(a, r -> r.state().equals("RUNNING")).pid();
    platform.stop();
    Instant down = Instant.now();
    await().atMost(Duration.ofSeconds(30)).until(() -> Instant.now().isAfter(down.plusSeconds(2)));
    platform.start();
    long reports = platform.lastReport().number();
    soon().until(() -> platform.lastReport().number() > reports);
    soon().until(() -> Files.getLastModifiedTime(home.resolve("heard")).toInstant().isAfter(down));
    ProcessReport after = platform.reported(a.id()).orElseThrow();
    assertThat(after.state()).isEqualTo("RUNNING");
    assertThat(after.pid()).isEqualTo(pid);
  }

  @Test
  void endsItsProcessesAfterLongSilence() throws Exception {
    Assignment a = assignment("exec sleep 1000");
    platform.want(a);
    start(home, platform.url(), Duration.ofSeconds(8));
    awaitReport(a, r -> r.state().equals("RUNNING"));
    platform.stop();
    soon().until(() -> Files.exists(directory(a).resolve("exit")));
    platform.start();
    ProcessReport end = awaitReport(a, r -> r.state().equals("EXITED"));
    assertThat(end.cause()).isEqualTo("STOPPED");
    assertThat(end.message()).contains("heard nothing from the platform");
  }

  /** Whoever opens a file on a dead mount waits, as the reader of a pipe without a writer does. */
  @Test
  void registersAndReportsThoughTheStorageHangs() throws Exception {
    Files.delete(platform.probe());
    assertThat(run("mkfifo", platform.probe().toString())).isTrue();
    try {
      start(home, platform.url());
      soon().until(platform::hasReport);
      long first = platform.lastReport().number();
      soon().until(() -> platform.lastReport().number() > first);
      assertThat(platform.lastReport().storageShared()).isFalse();
    } finally {
      Files.write(platform.probe(), new byte[0]); // lets the look end, and the node with it
    }
  }

  @Test
  void registersAnewWhenFenced() throws Exception {
    Assignment a = assignment("exec sleep 1000");
    platform.want(a);
    start(home, platform.url());
    Long pid = awaitReport(a, r -> r.state().equals("RUNNING")).pid();
    platform.supersede();
    soon().until(() -> platform.registrations().size() == 2);
    soon().until(() -> platform.lastReport().epoch() == 3);
    assertThat(platform.reported(a.id()).orElseThrow().pid()).isEqualTo(pid);
  }

  @Test
  void waitsForPlatformThatIsNotThereYet() throws Exception {
    platform.stop();
    start(home, platform.url());
    soon().until(() -> Files.exists(home.resolve("lock")));
    platform.start();
    soon().until(platform::hasReport);
  }

  @Test
  void saysWhyItMayNotJoin() throws Exception {
    Files.writeString(home.resolveSibling("token"), "stj_old");
    TestNode node = start(home, platform.url());
    assertThat(node.awaitProblem())
        .hasMessageContaining("does not let this node join: The join token has expired.");
  }

  @Test
  void saysThatItsNameIsTaken() throws Exception {
    start(home, platform.url());
    soon().until(platform::hasReport);
    TestNode second = start(home.resolveSibling("other"), platform.url());
    assertThat(second.awaitProblem()).hasMessageContaining("The name 'node-1' is taken.");
  }

  @Test
  void saysThatThePlatformDoesNotKnowItAnyMore() throws Exception {
    TestNode node = start(home, platform.url());
    soon().until(platform::hasReport);
    platform.refuse(removed());
    assertThat(node.awaitProblem())
        .hasMessageContaining("The node was removed.")
        .hasMessageContaining("identity.json");
  }

  @Test
  void refusedNodeKeepsItsProcessesUntilItsSilenceIsLong() throws Exception {
    Assignment a = assignment("exec sleep 1000");
    platform.want(a);
    TestNode node = start(home, platform.url(), Duration.ofSeconds(10));
    awaitReport(a, r -> r.state().equals("RUNNING"));
    Instant refused = Instant.now();
    platform.refuse(removed());
    assertThat(node.awaitProblem()).hasMessageContaining("The node was removed.");
    assertThat(Duration.between(refused, Instant.now())).isGreaterThan(Duration.ofSeconds(3));
    assertThat(directory(a).resolve("exit")).hasContent("143");
  }

  @Test
  void secondServiceOnOneHomeSaysWhoHoldsIt() throws Exception {
    start(home, platform.url());
    soon().until(platform::hasReport);
    TestNode second = start(home, platform.url());
    assertThat(second.awaitProblem())
        .hasMessageContaining(home.toString())
        .hasMessageContaining("pid " + ProcessHandle.current().pid());
  }

  private static Problem removed() {
    return new Problem("urn:x", "x", 401, "UNAUTHENTICATED", "The node was removed.", "/", null);
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
