package io.stoker.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.spark.FakePlatform;
import io.stoker.spark.driver.DriverSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerNodeExcluded;
import org.apache.spark.scheduler.SparkListenerNodeUnexcluded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/** What Spark's scheduler says of hosts reaches the platform; no executor is needed for that. */
class DemandTest {
  private static final String HOST = "10.0.0.1";

  @Test
  void hintsAndExcludedHostsAreSentAndSentAgainWhenTheyChange(@TempDir Path directory) {
    try (FakePlatform platform = new FakePlatform(TestSettings.FENCE)) {
      SparkConf conf = TestSettings.of(platform, directory);
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

        context.listenerBus().post(new SparkListenerNodeExcluded(0, HOST, 2));
        awaitLast(platform, demand -> demand.excludedHosts().equals(List.of(HOST)));
        context.listenerBus().post(new SparkListenerNodeUnexcluded(0, HOST));
        awaitLast(platform, demand -> demand.excludedHosts().isEmpty());
        assertThat(platform.demands).extracting(ExecutorDemand::version).isSorted();
      } finally {
        context.stop();
        session.close();
      }
    }
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
