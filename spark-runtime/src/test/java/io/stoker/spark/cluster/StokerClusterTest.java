package io.stoker.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.driver.DriverMemory;
import io.stoker.contract.driver.DriverMemory.ProcessUse;
import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.contract.driver.SqlProgram;
import io.stoker.contract.run.Manifest;
import io.stoker.spark.FakePlatform;
import io.stoker.spark.platform.SelfStop;
import io.stoker.spark.result.ParquetRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers and executors in JVMs of their own, with authentication and encryption. */
class StokerClusterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Sleeps in each of 8 map tasks long enough to be killed there; the answer is known. */
  private static final String SLOW_SUM =
      """
      select id % 5 k, count(*) n, sum(id) total
      from (select id, reflect('java.lang.Thread', 'sleep', 20L) slept from range(0, 400, 1, 8))
      where slept is not null group by id % 5 order by k
      """;

  private Path directory;
  private final FakePlatform platform = new FakePlatform(DriverProcess.FENCE);
  private DriverProcess driver;
  private @Nullable Process process;

  @BeforeEach
  void prepare(@TempDir Path temporary) {
    directory = temporary;
    driver = new DriverProcess(directory, platform);
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
    platform.close();
  }

  private static SqlProgram program(String sql) {
    return new SqlProgram(
        List.of(), sql, Map.of(), new SqlProgram.Output("parquet", List.of(), Map.of()));
  }

  private Process start(SqlProgram program) throws IOException {
    process = driver.start(program);
    return process;
  }

  private static int exitCode(Process started) throws InterruptedException {
    assertThat(started.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return started.exitValue();
  }

  /** With the platform itself, and in less time, {@code KilledProcessesIT} shows the same. */
  @Test
  @Tag("long")
  void aJobSurvivesTheLossOfAnExecutor() throws Exception {
    try (FakeNode node =
        new FakeNode(platform, driver.applicationId, DriverProcess.SECRET, directory)) {
      Process started = start(program(SLOW_SUM));
      await().atMost(PATIENCE).until(() -> tasksCompleted() >= 2);
      node.kill(1);

      assertThat(exitCode(started)).as(driver.log()).isZero();
      Manifest manifest = platform.committed;
      assertThat(manifest).isNotNull();
      assertThat(ParquetRows.read(manifest, 10))
          .containsExactlyInAnyOrder(
              List.of("0", "80", "15800"),
              List.of("1", "80", "15880"),
              List.of("2", "80", "15960"),
              List.of("3", "80", "16040"),
              List.of("4", "80", "16120"));
      assertThat(driver.log()).contains("Executor 1 is over", "exit code 137");
      assertThat(node.processes()).hasSize(3);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(node.processes()).noneMatch(Process::isAlive));
      assertThat(node.leftUnheard())
          .as("executors left before the platform had heard that none is wanted")
          .isFalse();
    }
    ExecutorDemand last = platform.demands.get(platform.demands.size() - 1);
    assertThat(last.profiles()).extracting(ExecutorDemand.ProfileDemand::total).containsOnly(0);
    assertDemandIsComplete(platform.demands.get(0));
    assertThat(platform.calls).startsWith("progress").contains("started");
    assertThat(platform.progress.get(platform.progress.size() - 1).executors())
        .anyMatch(executor -> executor.executorId() == 1 && !executor.registered())
        .anyMatch(executor -> executor.executorId() == 3 && executor.completed() > 0);
    assertMemoryWasTold(platform.memory.get(platform.memory.size() - 1));
  }

  /**
   * 512 MiB under G1 leave (512 - 300) x 0.6 MiB; whatever they do, JVMs need some of their heap.
   */
  private static void assertMemoryWasTold(DriverMemory memory) {
    assertThat(memory.processes())
        .extracting(ProcessUse::executor)
        .containsExactlyInAnyOrder(null, 1, 2, 3);
    assertThat(memory.processes())
        .allSatisfy(use -> assertThat(use.peak().unifiedCapacityBytes()).isEqualTo(133_378_867L));
    assertThat(memory.processes())
        .filteredOn(use -> use.executor() == null || use.executor() == 2)
        .hasSize(2)
        .allSatisfy(
            use -> {
              assertThat(use.peak().heapBytes()).isBetween(10L << 20, 512L << 20);
              assertThat(use.peak().gcMillis()).isNotNull();
              assertThat(use.latest().heapBytes())
                  .isPositive()
                  .isLessThanOrEqualTo(use.peak().heapBytes());
            });
  }

  private int tasksCompleted() {
    return platform.progress.stream()
        .mapToInt(sent -> sent.progress().tasksCompleted())
        .max()
        .orElse(0);
  }

  private void assertDemandIsComplete(ExecutorDemand demand) {
    assertThat(demand.profiles()).hasSize(1);
    ExecutorDemand.ProfileDemand profile = demand.profiles().get(0);
    assertThat(profile.total()).isEqualTo(2);
    assertThat(profile.cores()).isEqualTo(1);
    assertThat(profile.heapBytes()).isEqualTo(512L << 20);
    assertThat(profile.memoryBytes()).isEqualTo((512L + 384) << 20);
    assertThat(demand.driverUrl()).startsWith("spark://CoarseGrainedScheduler@127.0.0.1:");
    assertThat(demand.javaOptions())
        .contains("-Dspark.authenticate=true", "-Dspark.network.crypto.authEngineVersion=2")
        .anyMatch(option -> option.startsWith("--add-opens"))
        .noneMatch(option -> option.contains(DriverProcess.SECRET));
    assertThat(demand.environment())
        .containsKey("SPARK_USER")
        .doesNotContainValue(DriverProcess.SECRET);
  }

  @Test
  void aFencedDriverStopsItselfAtOnce() throws Exception {
    Process started = start(program("select 1"));
    await().atMost(PATIENCE).until(() -> !platform.demands.isEmpty());
    platform.fence();

    assertThat(exitCode(started)).as(driver.log()).isEqualTo(SelfStop.FENCED);
    assertThat(platform.committed).isNull();
  }

  @Test
  void aProgramThatCannotParseEndsBeforeAnyExecutorIsWanted() throws Exception {
    Process started = start(program("selec 1"));

    assertThat(exitCode(started)).as(driver.log()).isEqualTo(1);
    assertThat(platform.failures)
        .extracting(failure -> failure.code())
        .containsExactly("SQL_PARSE_ERROR");
    assertThat(platform.demands).isEmpty();
    assertThat(driver.log()).doesNotContain("\tat ");
  }
}
