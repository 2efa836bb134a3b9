package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.PlainSpark;
import io.stoker.acceptance.harness.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Jobs on a real Spark Standalone cluster that asks for its secret ({@code spark.authenticate}).
 */
@Tag("long")
class StandaloneSecretIT {
  private static final String SECRET = "the-secret-of-that-cluster-4711";

  private final Path directory;
  private Path secrets;
  private Cluster cluster;
  private Api api;

  StandaloneSecretIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void startNodesThatHaveAFileOfSecrets() throws IOException {
    secrets =
        Files.createFile(
            directory.resolve("secrets"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    List<String> node = List.of("--stoker.node.master-secrets=" + secrets);
    cluster = Cluster.start("secrets", 3, new Cluster.Settings(List.of(), node));
    api = cluster.api();
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void theSecretOpensTheClusterAndShowsNowhere() throws Exception {
    try (StandaloneCluster standalone = standalone("sasl", SECRET, Map.of())) {
      standalone.addWorker();
      know(standalone, SECRET, "");
      Run run = Run.of(api, on(standalone, Jobs.shuffledSleepers(4, 1)));
      run.await("tasks are done", it -> run.tasksCompleted() >= 1);
      List<Seen> processes = new Traces(cluster, run).processes();
      assertThat(Secrets.handedTo(processes)).contains(SECRET);
      assertThat(processes).noneMatch(seen -> seen.commandLine().contains(SECRET));
      String environment = api.get(run.path() + "/ui/environment/").expect(200).text();
      assertThat(environment).contains("spark.authenticate.secret").doesNotContain(SECRET);

      run.expectSuccess();
      assertThat(run.longs("id"))
          .containsExactlyElementsOf(LongStream.range(0, 4).boxed().toList());
      assertThat(run.get().toString() + run.get("/events") + run.get("/executors"))
          .doesNotContain(SECRET);
      assertThat(run.completeLog("driver", "stderr") + run.completeLog("driver", "stdout"))
          .doesNotContain(SECRET);
      JsonNode attempt = run.items("/attempts").get(0);
      EventLog log = EventLog.of(cluster, run.id() + "-" + attempt.required("fence").asLong());
      assertThat(log.text()).contains("spark.authenticate.secret").doesNotContain(SECRET);
      assertThat(Secrets.readableFilesWith(Set.of(SECRET), cluster.home())).isEmpty();

      assertThat(anySpark(standalone).expectSuccess().manifest().required("files")).isNotEmpty();
      saysWhatIsWrongWith(standalone);
    }
  }

  @Test
  void aClusterThatEncryptsIsMetByItsOwnSettings() throws Exception {
    Map<String, String> crypto =
        Map.of(
            "spark.network.crypto.enabled",
            "true",
            "spark.network.crypto.authEngineVersion",
            "2",
            "spark.network.crypto.saslFallback",
            "false");
    try (StandaloneCluster standalone = standalone("crypto", SECRET, crypto)) {
      standalone.addWorker();
      StringBuilder settings = new StringBuilder();
      crypto.forEach((key, value) -> settings.append(' ').append(key).append('=').append(value));
      know(standalone, SECRET, settings.toString());
      Run.of(api, on(standalone, Jobs.query("select /*+ REPARTITION(2) */ id from range(9)")))
          .expectSuccess();
      saysWhatIsWrongWith(standalone);
    }
    try (StandaloneCluster open = new StandaloneCluster(cluster.home().resolve("open"), Map.of())) {
      know(open, SECRET, "");
      assertFailed(open, "MASTER_SECRET_WRONG", "asks for none");
    }
  }

  /** The file is read for every driver, so its next one meets what stands there now. */
  private void saysWhatIsWrongWith(StandaloneCluster standalone) throws IOException {
    know(standalone, "another-one", "");
    assertFailed(standalone, "MASTER_SECRET_WRONG", "stoker.node.master-secrets");
    Files.writeString(secrets, "");
    assertFailed(standalone, "MASTER_SECRET_MISSING", "asks for a secret");
  }

  private void assertFailed(StandaloneCluster standalone, String code, String words) {
    Run run = Run.of(api, on(standalone, Jobs.query("select 1 a")));
    JsonNode reason = run.expectEnd("FAILED").get().required("reason");
    assertThat(reason.required("code").asString()).as(reason.toString()).isEqualTo(code);
    assertThat(reason.required("message").asString())
        .contains(standalone.url(), words)
        .doesNotContain(SECRET, "another-one");
  }

  /** One in which nothing of the platform runs is given the secret too. */
  private Run anySpark(StandaloneCluster standalone) throws IOException {
    String examples =
        api.upload("/api/v1/artifacts?name=examples.jar", Packaged.examples())
            .json()
            .required("id")
            .asString();
    Path text = Files.writeString(cluster.home().resolve("words.txt"), "to be or not to be\n");
    ObjectNode job = Jobs.jar(examples, "examples.WordCount", text.toUri() + "", "${run.output}");
    Path spark = PlainSpark.named("spark-core_2.12-3.5.6.jar", directory.resolve("other"));
    return Run.of(api, on(standalone, job).put("sparkHome", spark.toString()));
  }

  private StandaloneCluster standalone(String name, String secret, Map<String, String> settings)
      throws IOException {
    Map<String, String> all = new java.util.TreeMap<>(settings);
    all.put("spark.authenticate", "true");
    all.put("spark.authenticate.secret", secret);
    // beside the home: what that cluster keeps is not the platform's
    return new StandaloneCluster(directory.resolve(name), all);
  }

  private void know(StandaloneCluster standalone, String secret, String settings)
      throws IOException {
    Files.writeString(secrets, standalone.url() + " " + secret + settings + "\n");
  }

  private static ObjectNode on(StandaloneCluster standalone, ObjectNode job) {
    return job.put("master", standalone.url());
  }
}
