package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Distribution;
import io.stoker.acceptance.harness.HomeProcesses;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.Reply;
import io.stoker.acceptance.harness.Service;
import io.stoker.database.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tarball as a stranger would use it. */
@Tag("distribution")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DistributionIT {
  private final Distribution unpacked = Distribution.unpack("dist");

  @AfterAll
  void end() {
    unpacked.close();
  }

  @Test
  void runsAJobOnTwoNodesOverThePostgresqlOfATeam() throws IOException {
    int port = Distribution.freePort();
    Path home = unpacked.home().resolve("server");
    Service server = server(home, port).start();
    Distribution.await("ready", server, () -> Files.exists(home.resolve("run/server.json")));
    Api api = unpacked.api(port, home);
    Service first = node(1, port, home).start();
    Service second = node(2, port, home).start();
    Distribution.await("both nodes are ready", first, () -> readyNodes(api) == 2);

    Run run = Run.of(api, flights()).expectSuccess();
    assertThat(Delays.in(run.get("/result").required("manifest"))).isEqualTo(Delays.expected(15));
    assertThat(run.endedExecutors())
        .extracting(executor -> executor.required("node").asString())
        .containsExactlyInAnyOrder("node-1", "node-2");

    countWords(api);
    assertThat(stoker("status", "--home", home.toString())).contains("node-1", "node-2", "READY");
    assertThat(unpacked.home().processes().all())
        .as("nothing of the build is used")
        .isNotEmpty()
        .noneMatch(process -> process.commandLine().contains(Packaged.REPOSITORY.toString()))
        .noneMatch(HomeProcesses.Seen::isSpark);
    // the service took the script's place, so its supervisor's signals and exit codes are its own
    for (Service service : List.of(second, first, server)) {
      assertThat(Files.readSymbolicLink(Path.of("/proc/" + service.pid() + "/exe")))
          .hasFileName("java");
      service.stop();
      assertThat(service.exitCode()).isEqualTo(143);
    }
  }

  /** A program of the jar that the tarball brings, on both nodes. */
  private void countWords(Api api) throws IOException {
    Path jar = unpacked.root().resolve("examples/examples.jar");
    Reply uploaded = api.upload("/api/v1/artifacts?name=examples.jar", jar).expect(201);
    Path text = Files.writeString(unpacked.home().resolve("text.txt"), "so it is what it is\n");
    ObjectNode job =
        Jobs.jar(
            uploaded.json().required("id").asString(),
            "examples.WordCount",
            text.toUri().toString(),
            "${run.output}");
    ((ObjectNode) job.required("executor")).put("instances", 2);

    JsonNode manifest = Run.of(api, job).expectSuccess().get("/result").required("manifest");
    Path location = Path.of(URI.create(manifest.required("location").asString()));
    List<String> lines = new ArrayList<>();
    for (JsonNode file : manifest.required("files")) {
      lines.addAll(Files.readAllLines(location.resolve(file.required("path").asString())));
    }
    assertThat(lines).containsExactlyInAnyOrder("so\t1", "it\t2", "is\t2", "what\t1");
  }

  @Test
  void comesUpByOneCommandWithADatabaseOfItsOwn() {
    String home = unpacked.home().resolve("own").toString();
    String port = Integer.toString(Distribution.freePort());
    assertThat(stoker("up", "--home", home, "--port", port, "--nodes", "1"))
        .contains("Ready: the server", "Ready: node-1", "bin/stoker down");
    assertThat(stoker("down", "--home", home)).contains("Stopped PostgreSQL", "Nothing is left");
  }

  @Test
  void tellsItsVersionsAndWhatItCannotDo() {
    assertThat(stoker("version")).contains("Stoker      0.1.0", "Spark       4.2.0");
    assertThat(
            unpacked.run(
                2, Map.of(), unpacked.root().resolve("bin/stoker").toString(), "node", "--cores=1"))
        .contains("node: --platform is missing");
  }

  @Test
  void bringsWhatBelongsToIt() {
    for (String path :
        List.of(
            "LICENSE",
            "README.md",
            "CHANGELOG.md",
            "docs/architecture.md",
            "openapi/openapi.yaml",
            "migrations/V1__core.sql",
            "data/README.md",
            "spark/conf/log4j2.properties")) {
      assertThat(unpacked.root().resolve(path)).isNotEmptyFile();
    }
  }

  private Service server(Path home, int port) throws IOException {
    TestDatabase database = TestDatabase.empty(15);
    Path password =
        Files.writeString(unpacked.home().resolve("database.password"), database.password());
    return unpacked.service(
        "server",
        Map.of(
            "STOKER_DATABASE_URL", database.url(),
            "STOKER_DATABASE_PASSWORD_FILE", password.toString(),
            "STOKER_STORAGE", unpacked.home().resolve("results").toUri().toString()),
        List.of(
            unpacked.root().resolve("bin/stoker").toString(),
            "server",
            "--home",
            home.toString(),
            "--port=" + port));
  }

  private Service node(int number, int port, Path serverHome) {
    return unpacked.service(
        "node-" + number,
        Map.of("STOKER_NODE_PLATFORM_URL", "http://127.0.0.1:" + port, "STOKER_NODE_MEMORY", "6g"),
        List.of(
            unpacked.root().resolve("bin/stoker").toString(),
            "node",
            "--name=node-" + number,
            "--host=127.0.0." + (number + 1),
            "--cores=3",
            "--token-file=" + serverHome.resolve("run/join.token"),
            "--home=" + unpacked.home().resolve("nodes/node-" + number)));
  }

  /** The main job, over the data that the tarball brings. */
  private ObjectNode flights() {
    ObjectNode job = Jobs.flights();
    List<String> files = List.of("flights-slice.parquet", "airports.csv");
    for (int i = 0; i < files.size(); i++) {
      URI file = unpacked.root().resolve("data").resolve(files.get(i)).toUri();
      ((ObjectNode) job.at("/application/inputs/" + i)).put("path", file.toString());
    }
    return job;
  }

  private static long readyNodes(Api api) {
    return api.get("/api/v1/nodes")
        .expect(200)
        .json()
        .required("items")
        .valueStream()
        .filter(node -> node.required("state").asString().equals("READY"))
        .map(node -> node.required("storageShared"))
        .filter(JsonNode::asBoolean)
        .count();
  }

  private String stoker(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = unpacked.root().resolve("bin/stoker").toString();
    System.arraycopy(words, 0, all, 1, words.length);
    return unpacked.run(0, Map.of(), all);
  }
}
