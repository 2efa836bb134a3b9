package io.stoker.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.spark.FakePlatform;
import io.stoker.spark.driver.DriverSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskLocality;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** How near to their data tasks run, on an executor of its own JVM at an address of its own. */
class RacksTest {
  private static final String HERE = "127.0.0.2";
  private static final String BESIDE = "127.0.0.3";
  private static final String AWAY = "127.0.0.4";

  private final FakePlatform platform = new FakePlatform(TestSettings.FENCE);
  private final List<String> localities = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void aTaskRunsInTheRackOfItsDataAndRacksMayChange(@TempDir Path directory) {
    platform.racks(Map.of(HERE, "r1", BESIDE, "r1", AWAY, "r2"));
    SparkConf conf = TestSettings.of(platform, directory).set("spark.locality.wait", "0s");
    Map<String, String> environment =
        Map.of("STOKER_URL", platform.url().toString(), "STOKER_ATTEMPT_TOKEN", FakePlatform.TOKEN);
    DriverSession session = DriverSession.open(conf, environment, (code, why) -> {});
    try (FakeNode node =
        new FakeNode(HERE, platform, conf.get("spark.app.id"), "unused", directory)) {
      SparkContext context = new SparkContext(conf);
      try {
        context.addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                localities.add(TaskLocality.apply(end.taskInfo().taskLocality().id()).toString());
              }
            });
        assertThat(localityOf(context, HERE)).isEqualTo("NODE_LOCAL");
        assertThat(localityOf(context, BESIDE)).isEqualTo("RACK_LOCAL");
        assertThat(localityOf(context, AWAY)).isEqualTo("ANY");
        assertThat(localityOf(context, "10.0.0.1")).as("no node").isEqualTo("ANY");

        platform.racks(Map.of(HERE, "r2", BESIDE, "r1", AWAY, "r2"));
        StokerScheduler scheduler = (StokerScheduler) context.taskScheduler();
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> Option.apply("r2").equals(scheduler.getRackForHost(HERE)));
        assertThat(scheduler.hasHostAliveOnRack("r1")).as("what Spark remembers").isFalse();
        assertThat(localityOf(context, BESIDE)).isEqualTo("ANY");
        assertThat(localityOf(context, AWAY)).isEqualTo("RACK_LOCAL");
        assertThat(node.processes()).as("all of that on one executor").hasSize(1);
      } finally {
        context.stop();
      }
    } finally {
      session.close();
    }
  }

  private String localityOf(SparkContext context, String host) {
    Seq<String> hosts = CollectionConverters.asScala(List.of(host)).toList();
    Seq<Tuple2<String, Seq<String>>> data =
        CollectionConverters.asScala(List.of(new Tuple2<>("row", hosts))).toList();
    localities.clear();
    assertThat(context.makeRDD(data, ClassTag$.MODULE$.apply(String.class)).count()).isOne();
    await().atMost(Duration.ofSeconds(20)).until(() -> localities.size() == 1);
    return localities.get(0);
  }
}
