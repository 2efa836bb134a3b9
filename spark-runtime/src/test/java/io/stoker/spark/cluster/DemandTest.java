package io.stoker.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.spark.FakePlatform;
import io.stoker.spark.driver.DriverSession;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.ExecutorFailuresInTaskSet;
import org.apache.spark.scheduler.HealthTracker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.Iterator;
import scala.collection.immutable.Map$;
import scala.collection.mutable.HashMap;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/** What Spark's scheduler says of hosts reaches the platform; no executor is needed for that. */
class DemandTest {
  private static final String HOST = "10.0.0.1";

  @Test
  void hintsAndExcludedHostsAreSentAndSentAgainWhenTheyChange(@TempDir Path directory) {
    try (FakePlatform platform = new FakePlatform(TestSettings.FENCE)) {
      SparkConf conf =
          TestSettings.of(platform, directory)
              .set("spark.excludeOnFailure.enabled", "true")
              .set("spark.excludeOnFailure.application.maxFailedTasksPerExecutor", "1")
              .set("spark.excludeOnFailure.application.maxFailedExecutorsPerNode", "1")
              .set("spark.excludeOnFailure.timeout", "5s");
      Map<String, String> environment =
          Map.of(
              "STOKER_URL", platform.url().toString(), "STOKER_ATTEMPT_TOKEN", FakePlatform.TOKEN);
      DriverSession session = DriverSession.open(conf, environment, (code, why) -> {});
      SparkContext context = new SparkContext(conf);
      try {
        awaitLast(platform, demand -> demand.profiles().get(0).total() == 1);
        context.requestTotalExecutors(
            5, 4, Map$.MODULE$.from(CollectionConverters.asScala(Map.<String, Object>of(HOST, 4))));
        awaitLast(
            platform,
            demand ->
                demand.profiles().get(0).total() == 5
                    && Map.of(HOST, 4).equals(demand.profiles().get(0).localTasks()));

        killAndExclude(context, platform);
        await().atMost(Duration.ofSeconds(20)).until(() -> !platform.kills.isEmpty());
        assertThat(platform.demands.get(platform.demands.size() - 1).excludedHosts())
            .as("who comes in its place must not come there")
            .containsExactly(HOST);
        await().atMost(Duration.ofSeconds(20)).until(() -> platform.kills.size() >= 4);
        assertThat(platform.kills)
            .extracting(kill -> kill.executorIds() + " " + kill.reason().substring(0, 20))
            .containsExactlyInAnyOrder(
                "[4] Spark needs it no mo",
                "[1] Spark excludes it or",
                "[2] Its driver did not h",
                "[3] Spark needs it no mo");
        awaitLast(platform, demand -> Boolean.FALSE.equals(demand.barrier()));
        waitForSlots(context);
        awaitLast(platform, demand -> Boolean.TRUE.equals(demand.barrier()));
        letExclusionsEnd(context);
        awaitLast(platform, demand -> demand.excludedHosts().isEmpty());
        assertThat(platform.demands).extracting(ExecutorDemand::version).isSorted();
      } finally {
        context.stop();
        session.close();
      }
    }
  }

  /** There is no slot at all. */
  private static void waitForSlots(SparkContext context) {
    RDD<Integer> numbers =
        JavaSparkContext.fromSparkContext(context).parallelize(List.of(1, 2), 2).rdd();
    ClassTag<Integer> integers = ClassTag$.MODULE$.apply(Integer.class);
    RDD<Integer> together = numbers.barrier().mapPartitions(new Same(), false, integers);
    var unused = new JavaRDD<>(together, integers).countAsync();
  }

  private static final class Same extends AbstractFunction1<Iterator<Integer>, Iterator<Integer>>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Integer> apply(Iterator<Integer> numbers) {
      return numbers;
    }
  }

  /** As Spark does it: the kill first, then the host, in one turn of its scheduler. */
  private static void killAndExclude(SparkContext context, FakePlatform platform) {
    StokerScheduler scheduler = (StokerScheduler) context.taskScheduler();
    HealthTracker health = scheduler.healthTrackerOpt().get();
    ExecutorFailuresInTaskSet failures = new ExecutorFailuresInTaskSet(HOST);
    failures.updateWithFailure(0, System.currentTimeMillis());
    synchronized (scheduler) {
      kill((StokerBackend) context.schedulerBackend(), "4");
      await().atMost(Duration.ofSeconds(20)).until(DemandTest::isSenderWaitingForTheScheduler);
      assertThat(platform.kills).as("the host is not known yet").isEmpty();
      health.updateExcludedForSuccessfulTaskSet(0, 0, failuresOf("1", failures));
      StokerBackend backend = (StokerBackend) context.schedulerBackend();
      backend.executorsPendingToRemove().put("2", false); // as for one that is not heard
      kill(backend, "1", "2", "3");
    }
  }

  private static void kill(StokerBackend backend, String... executors) {
    backend.doKillExecutors(CollectionConverters.asScala(List.of(executors)).toList());
  }

  /**
   * Whether the thread that sends kills has asked for the excluded hosts, and has no answer yet.
   */
  private static boolean isSenderWaitingForTheScheduler() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getState() == Thread.State.BLOCKED)
        .flatMap(thread -> Stream.of(thread.getValue()))
        .anyMatch(frame -> frame.getClassName().equals(WishSender.class.getName()));
  }

  private static HashMap<String, ExecutorFailuresInTaskSet> failuresOf(
      String executor, ExecutorFailuresInTaskSet failures) {
    HashMap<String, ExecutorFailuresInTaskSet> map = new HashMap<>();
    map.put(executor, failures);
    return map;
  }

  /** A round of offers is when Spark looks which exclusions are over. */
  private static void letExclusionsEnd(SparkContext context) {
    StokerScheduler scheduler = (StokerScheduler) context.taskScheduler();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              synchronized (scheduler) {
                scheduler.healthTrackerOpt().get().applyExcludeOnFailureTimeout();
              }
              return scheduler.excludedHosts().isEmpty();
            });
  }

  private static void awaitLast(FakePlatform platform, Predicate<ExecutorDemand> as) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                !platform.demands.isEmpty()
                    && as.test(platform.demands.get(platform.demands.size() - 1)));
  }
}
