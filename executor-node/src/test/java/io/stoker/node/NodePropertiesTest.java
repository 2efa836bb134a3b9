package io.stoker.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.node.home.NodeProblem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class NodePropertiesTest {

  @Test
  void defaults() {
    NodeProperties properties = bind(Map.of());
    assertThat(properties.name()).matches("[a-z0-9.-]{1,63}");
    assertThat(properties.host()).isEqualTo("127.0.0.1");
    assertThat(properties.platform().all()).containsExactly(URI.create("http://127.0.0.1:7700"));
    assertThat(properties.tokenPath()).isNull();
    assertThat(properties.homePath())
        .isEqualTo(Path.of("var/nodes", properties.name()).toAbsolutePath());
    assertThat(properties.javaPath()).isEqualTo(Path.of(System.getProperty("java.home")));
    assertThat(properties.coresOfNode().milli())
        .isEqualTo(Runtime.getRuntime().availableProcessors() * 1000L);
    assertThat(properties.memoryOfNode().bytes()).isPositive();
    assertThat(properties.labelsOfNode().values()).isEmpty();
    assertThat(properties.artifactCacheSize().bytes()).isEqualTo(2L << 30);
    assertThat(properties.otherSparkPath()).isNull();
    assertThat(properties.logLimitBytes()).isEqualTo(1L << 30);
    assertThat(properties.classArchivesPath())
        .isEqualTo(properties.homePath().resolve("class-archives"));
    assertThat(properties.archiveAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(properties.shufflePort()).isEqualTo(7337);
    assertThat(properties.shuffleHeapBytes()).isEqualTo(512L << 20);
    assertThat(properties.shuffleBytes()).isEqualTo((512L + 256 + 128) << 20);
    assertThat(properties.shuffleHungAfter()).isEqualTo(Duration.ofMinutes(1));
    assertThat(properties.sweepEvery()).isEqualTo(Duration.ofMinutes(1));
    assertThat(properties.drainOnStop()).isZero();
    assertThat(properties.selfStopAfter()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void opensItsPortBeyondLoopbackOnlyWhenThatIsAllowed() {
    assertThat(bind(Map.of()).uiPort()).isZero();
    assertThat(bind(Map.of("host", "127.0.0.3", "http-port", "7755")).uiPort()).isEqualTo(7755);
    assertThat(bind(Map.of("host", "10.0.0.6")).uiPort()).isEqualTo(-1);
    Map<String, String> allowed = Map.of("host", "10.0.0.6", "allow-insecure-bind", "true");
    assertThat(bind(allowed).uiPort()).isZero();
  }

  /** Else two spellings would be two hosts to Spark and to the platform. */
  @Test
  void aHostIsSpelledInOneWay() {
    assertThat(bind(Map.of("host", " Node-7.Example.org. ")).host())
        .isEqualTo("node-7.example.org");
    assertThat(bind(Map.of("host", "FD00::A")).host()).isEqualTo("fd00::a");
  }

  @Test
  void names() {
    Map<String, String> settings = new HashMap<>();
    settings.put("name", "node-1");
    settings.put("host", "127.0.0.2");
    settings.put("platform-url", "https://stoker.example.org/, http://10.0.0.5:7700");
    settings.put("token-file", "/run/token");
    settings.put("home", "/srv/../srv/node");
    settings.put("spark-home", "/opt/spark");
    settings.put("other-spark-home", "/opt/hadoop/../spark-hadoop");
    settings.put("java-home", "/opt/java");
    settings.put("cores", "1.5");
    settings.put("memory", "6g");
    settings.put("labels", "zone=a, disk=ssd");
    settings.put("artifact-cache", "512m");
    settings.put("class-archives", "/srv/archives");
    settings.put("archive-after", "2m");
    settings.put("shuffle-port", "7338");
    settings.put("shuffle-heap", "1g");
    settings.put("shuffle-hung-after", "30s");
    settings.put("sweep-every", "5s");
    settings.put("drain-on-stop", "5m");
    settings.put("self-stop-after", "90s");

    NodeProperties properties = bind(settings);

    assertThat(properties.name()).isEqualTo("node-1");
    assertThat(properties.host()).isEqualTo("127.0.0.2");
    assertThat(properties.platform())
        .hasToString("https://stoker.example.org,http://10.0.0.5:7700");
    assertThat(properties.tokenPath()).isEqualTo(Path.of("/run/token"));
    assertThat(properties.homePath()).isEqualTo(Path.of("/srv/node"));
    assertThat(properties.sparkPath()).isEqualTo(Path.of("/opt/spark"));
    assertThat(properties.otherSparkPath()).isEqualTo(Path.of("/opt/spark-hadoop"));
    assertThat(properties.javaPath()).isEqualTo(Path.of("/opt/java"));
    assertThat(properties.coresOfNode().milli()).isEqualTo(1500);
    assertThat(properties.memoryOfNode().bytes()).isEqualTo(6L << 30);
    assertThat(properties.labelsOfNode().values()).isEqualTo(Map.of("zone", "a", "disk", "ssd"));
    assertThat(properties.artifactCacheSize().bytes()).isEqualTo(512L << 20);
    assertThat(properties.classArchivesPath()).isEqualTo(Path.of("/srv/archives"));
    assertThat(properties.archiveAfter()).isEqualTo(Duration.ofMinutes(2));
    assertThat(properties.shufflePort()).isEqualTo(7338);
    assertThat(properties.shuffleBytes()).isEqualTo((1024L + 512 + 128) << 20);
    assertThat(properties.shuffleHungAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(properties.sweepEvery()).isEqualTo(Duration.ofSeconds(5));
    assertThat(properties.drainOnStop()).isEqualTo(Duration.ofMinutes(5));
    assertThat(properties.selfStopAfter()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void aMachineOffersWhatTheSystemAndTheShuffleServerLeave() {
    long shuffle = 896L << 20;
    assertThat(MemorySize.ofMachine(16L << 30, shuffle).bytes()).isEqualTo((15L << 30) - shuffle);
    assertThat(MemorySize.ofMachine(3L << 30, shuffle).bytes()).as("half").isEqualTo(3L << 29);
    NodeProperties small = bind(Map.of("shuffle-heap", "128m"));
    NodeProperties large = bind(Map.of("shuffle-heap", "256m"));
    assertThat(small.memoryOfNode().bytes() - large.memoryOfNode().bytes()).isEqualTo(192L << 20);
    assertThat(bind(Map.of("memory", "6g", "shuffle-heap", "1g")).memoryOfNode().bytes())
        .as("what is said is what drivers and executors get")
        .isEqualTo(6L << 30);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name            | Node 1             | must be 1 to 63",
        "spark-home      | ''                 | is not set",
        "home            | /srv/a,b           | must be without",
        "spark-home      | /opt/a:b           | must be without",
        "platform-url    | stoker:7700        | is not a server's address",
        "platform-url    | http://h/path      | is not a server's address",
        "platform-url    | ftp://h            | is not a server's address",
        "platform-url    | http://h,          | is not a server's address",
        "cores           | many               | is not a number of cores",
        "cores           | 0                  | is not a number of cores",
        "cores           | 1.0001             | is not a number of cores",
        "memory          | 6                  | is not a size",
        "memory          | -1g                | is not a size",
        "memory          | 0g                 | is not a size",
        "artifact-cache  | much               | is not a size",
        "labels          | zone               | are not labels",
        "labels          | a=1,a=2            | are not labels",
        "class-archives  | /srv/a:b           | must be without",
        "archive-after   | 0s                 | is too short",
        "shuffle-heap    | much               | is not a size",
        "shuffle-heap    | 100m               | are too little for a shuffle server",
        "shuffle-hung-after | 0s              | is too short",
        "sweep-every     | 0s                 | is too short",
        "self-stop-after | 0s                 | is too short"
      })
  void refuses(String name, String value, String problem) {
    assertThatThrownBy(() -> bind(Map.of(name, value)))
        .rootCause()
        .isInstanceOf(NodeProblem.class)
        .hasMessageStartingWith("stoker.node." + name + ": ")
        .hasMessageContaining(problem);
  }

  private static NodeProperties bind(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("stoker.node.spark-home", "/opt/spark"));
    settings.forEach((name, value) -> all.put("stoker.node." + name, value));
    return new Binder(new MapConfigurationPropertySource(all))
        .bindOrCreate("stoker.node", NodeProperties.class);
  }
}
