package io.stoker.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.contract.driver.ExecutorDemand.ProfileDemand;
import io.stoker.spark.FakePlatform;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.driver.JobFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which resource profiles a program may have; no executor is needed for that. */
class StokerProfilesTest {
  private final FakePlatform platform = new FakePlatform(TestSettings.FENCE);
  private Path directory;

  @BeforeEach
  void prepare(@TempDir Path temporary) {
    directory = temporary;
  }

  @AfterEach
  void close() {
    platform.close();
  }

  /** What to do in a driver with such settings. */
  private interface Program {
    void run(JavaSparkContext spark) throws Exception;
  }

  private void inDriver(boolean dynamic, Program program) throws Exception {
    inDriver(settings(dynamic), program);
  }

  private SparkConf settings(boolean dynamic) {
    SparkConf conf = TestSettings.of(platform, directory);
    if (dynamic) {
      conf.remove("spark.executor.instances");
      conf.set("spark.dynamicAllocation.enabled", "true")
          .set("spark.dynamicAllocation.maxExecutors", "5")
          .set("spark.shuffle.service.enabled", "true");
    }
    return conf;
  }

  private void inDriver(SparkConf conf, Program program) throws Exception {
    Map<String, String> environment =
        Map.of("STOKER_URL", platform.url().toString(), "STOKER_ATTEMPT_TOKEN", FakePlatform.TOKEN);
    DriverSession session = DriverSession.open(conf, environment, (code, why) -> {});
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      program.run(spark);
    } catch (SparkException e) {
      // Python's programs lose what Java throws at them
      session.guard().checkAgain();
      throw e;
    } finally {
      session.close();
    }
  }

  private static ResourceProfile executors(ExecutorResourceRequests executors, int cpus) {
    return new ResourceProfileBuilder()
        .require(executors)
        .require(new TaskResourceRequests().cpus(cpus))
        .build();
  }

  private static ExecutorResourceRequests large() {
    return new ExecutorResourceRequests().cores(4).memory("1000m");
  }

  private static JavaRDD<Integer> numbers(JavaSparkContext spark) {
    return spark.parallelize(List.of(1, 2, 3, 4, 5, 6), 6);
  }

  @Test
  void eachProfileIsWantedForItselfInItsOwnSize() throws Exception {
    inDriver(
        true,
        spark -> {
          ResourceProfile profile = executors(large(), 2);
          var first = numbers(spark).countAsync();
          var other = numbers(spark).map(it -> it).withResources(profile).countAsync();
          await()
              .atMost(Duration.ofSeconds(20))
              .untilAsserted(
                  () ->
                      assertThat(last().profiles())
                          .containsExactly(
                              demand(0, 5, 1, 1024, 1024 + 384),
                              // two tasks each; the heap is what a JVM takes for 1000 MiB
                              demand(profile.id(), 3, 4, 1024, 1024 + 384)));
          assertThat(first.isDone() || other.isDone()).isFalse();
        });
  }

  private ExecutorDemand last() {
    return platform.demands.get(platform.demands.size() - 1);
  }

  private static ProfileDemand demand(int id, int total, int cores, long heap, long memory) {
    return new ProfileDemand(id, total, cores, heap << 20, memory << 20, Map.of());
  }

  @Test
  void aProfileOfTasksAloneIsForTheExecutorsThatThereAre() throws Exception {
    inDriver(
        false,
        spark -> {
          ResourceProfile tasks =
              new ResourceProfileBuilder().require(new TaskResourceRequests().cpus(1)).build();
          numbers(spark).map(it -> it).withResources(tasks);
          assertThat(spark.sc().resourceProfileManager().canBeScheduled(tasks.id(), 0)).isTrue();
        });
  }

  @Test
  void executorsOfItsOwnNeedDynamicAllocation() throws Exception {
    inDriver(false, spark -> assertRefused(spark, executors(large(), 1), "dynamicAllocation"));
  }

  @Test
  void whatNoNodeCanHaveIsRefusedAtOnce() throws Exception {
    inDriver(
        true,
        spark -> {
          assertRefused(spark, executors(large().resource("gpu", 1, "", ""), 1), "gpu");
          assertRefused(spark, executors(large(), 5), "takes 5 cores, and an executor has 4");
          assertRefused(
              spark,
              executors(new ExecutorResourceRequests().cores(1).memory("449m"), 1),
              "heap of 449 MiB, and Spark needs 450");
          assertRefused(
              spark,
              executors(new ExecutorResourceRequests().cores(1).memory("9999999999999g"), 1),
              "make no sense");
        });
  }

  /** Its executors would find no GPU and end before they register, one after the other. */
  @Test
  void whatNoNodeCanHaveIsRefusedOfTheDefaultProfileToo() {
    SparkConf conf =
        settings(false)
            .set("spark.executor.resource.gpu.amount", "1")
            .set("spark.task.resource.gpu.amount", "1");
    assertThatThrownBy(() -> inDriver(conf, spark -> {}))
        .isInstanceOfSatisfying(
            JobFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("RESOURCE_PROFILE_REFUSED");
              assertThat(failure.sentence())
                  .startsWith("The job's default resource profile")
                  .contains("asks for gpu", "spark.executor.resource.*");
            });
    assertThat(platform.demands).isEmpty();
  }

  private static void assertRefused(JavaSparkContext spark, ResourceProfile profile, String why) {
    assertThatThrownBy(() -> numbers(spark).map(it -> it).withResources(profile))
        .isInstanceOfSatisfying(
            JobFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("RESOURCE_PROFILE_REFUSED");
              assertThat(failure.sentence()).contains("resource profile " + profile.id(), why);
            });
  }

  @Test
  void aSparkThatKeepsThemElsewhereIsToldApart() throws Exception {
    inDriver(
        false,
        spark ->
            assertThatThrownBy(() -> StokerProfiles.install(spark.sc(), "_elsewhere"))
                .isInstanceOf(JobFailure.class)
                .hasMessageContaining("this is Spark 4.2")
                .hasMessageContaining("_elsewhere"));
  }
}
