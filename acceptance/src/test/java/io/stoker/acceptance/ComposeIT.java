package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Distribution;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.Service;
import io.stoker.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * {@code docker-compose.yml} and the Dockerfile as far as a machine without a container engine can
 * tell: what they name exists, and the commands that they run work on the files that they copy.
 */
@Tag("distribution")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeIT {
  private static final List<String> OURS = List.of("server", "node-1", "node-2");

  private final Distribution unpacked = Distribution.unpack("compose");
  private final ComposeFile compose;
  private final Dockerfile dockerfile;

  ComposeIT() throws IOException {
    compose = ComposeFile.read(unpacked.root().resolve("docker-compose.yml"), dotEnv());
    dockerfile = Dockerfile.in(unpacked.root());
  }

  @AfterAll
  void end() {
    unpacked.close();
  }

  @Test
  void itsImagesAreBuiltFromADistribution() throws IOException {
    ComposeFile inRepository =
        ComposeFile.read(Packaged.REPOSITORY.resolve("docker-compose.yml"), Map.of());
    for (String service : OURS) {
      assertThat(dockerfile.stages()).containsKey(target(service));
      String context = compose.service(service).at("/build/context").asString();
      assertThat(unpacked.root().resolve(context).resolve("Dockerfile")).exists();
      context = inRepository.service(service).at("/build/context").asString();
      assertThat(Packaged.REPOSITORY.resolve(context).resolve("Dockerfile")).exists();
    }
    assertThat(compose.service("postgres").required("image").asString()).isEqualTo("postgres:18");
  }

  @Test
  void whatAServiceNamesIsDeclared() {
    JsonNode content = compose.content();
    for (String service : compose.services()) {
      assertThat(content.required("volumes").propertyNames())
          .containsAll(compose.mounts(service).keySet());
      compose
          .service(service)
          .path("secrets")
          .forEach(
              secret -> assertThat(content.required("secrets").has(secret.asString())).isTrue());
      compose
          .service(service)
          .path("depends_on")
          .properties()
          .forEach(
              needed -> {
                assertThat(needed.getValue().required("condition").asString())
                    .isEqualTo("service_healthy");
                assertThat(compose.services()).contains(needed.getKey());
              });
    }
    for (String shared : List.of("join", "results")) {
      assertThat(OURS.stream().map(service -> compose.mounts(service).get(shared)).distinct())
          .as("one place of %s for all", shared)
          .hasSize(1);
    }
  }

  @Test
  void nobodyIsRootAndSomebodyReapsTheOrphans() {
    for (String service : OURS) {
      assertThat(dockerfile.last(target(service), "USER").arguments()).isEqualTo("stoker");
      assertThat(compose.service(service).required("init").asBoolean()).isTrue();
    }
    assertThat(compose.service("server").required("ports").toString())
        .as("published on loopback only")
        .isEqualTo("[\"127.0.0.1:7700:7700\"]");
  }

  @Test
  void theCommandsOfItsContainersRunAJob() throws IOException {
    TestDatabase database = TestDatabase.empty(18);
    int port = Distribution.freePort();
    Containers containers = new Containers(database, port);

    Service server = containers.start("server", Map.of("SERVER_PORT", "" + port));
    Path home = containers.volume("server");
    Distribution.await("ready", server, () -> Files.exists(home.resolve("run/server.json")));
    containers.expectHealthy("server");
    Service first = containers.start("node-1", Map.of("STOKER_NODE_HOST", "127.0.0.2"));
    containers.start("node-2", Map.of("STOKER_NODE_HOST", "127.0.0.3"));
    Distribution.await(
        "both nodes have reported",
        first,
        () ->
            Files.exists(containers.volume("node-1").resolve("heard"))
                && Files.exists(containers.volume("node-2").resolve("heard")));
    containers.expectHealthy("node-1");
    containers.expectHealthy("node-2");

    Api api = unpacked.api(port, home);
    Run run = Run.of(api, Jobs.query("select 41 + 1 answer")).expectSuccess();
    assertThat(run.get("/result").at("/manifest/location").asString())
        .startsWith(containers.volume("results").toUri().toString());
  }

  private String target(String service) {
    return compose.service(service).at("/build/target").asString();
  }

  private Map<String, String> dotEnv() throws IOException {
    Map<String, String> variables = new HashMap<>();
    for (String line : Files.readAllLines(unpacked.root().resolve(".env"))) {
      if (line.contains("=") && !line.startsWith("#")) {
        variables.put(line.split("=", 2)[0], line.split("=", 2)[1]);
      }
    }
    return variables;
  }

  /** Directories in place of images and volumes, processes in place of containers. */
  private final class Containers {
    private final TestDatabase database;
    private final int port;

    Containers(TestDatabase database, int port) throws IOException {
      this.database = database;
      this.port = port;
      Files.writeString(secret(), database.password());
      for (String image : List.of("server", "node")) {
        dockerfile.copy(image, image(image));
      }
    }

    Service start(String service, Map<String, String> ownAddress) throws IOException {
      for (String volume : compose.mounts(service).keySet()) {
        Files.createDirectories(volume(volume));
      }
      List<String> words = words(service, dockerfile.last(target(service), "ENTRYPOINT").words());
      Map<String, String> environment = environment(service);
      environment.putAll(ownAddress);
      return unpacked.service(service, environment, words).start();
    }

    void expectHealthy(String service) {
      List<String> words = words(service, dockerfile.last(target(service), "HEALTHCHECK").words());
      Map<String, String> environment = environment(service);
      environment.put("SERVER_PORT", "" + port);
      unpacked.run(0, environment, words.toArray(String[]::new));
    }

    Path volume(String name) {
      return unpacked.home().resolve("volumes").resolve(name);
    }

    private Path image(String target) {
      return unpacked.home().resolve("images").resolve(target);
    }

    private Path secret() {
      return unpacked.home().resolve("database.password");
    }

    private Map<String, String> environment(String service) {
      Map<String, String> environment = new HashMap<>();
      dockerfile
          .all(target(service), "ENV")
          .map(env -> env.arguments().split("=", 2))
          .forEach(pair -> environment.put(pair[0], outside(service, pair[1])));
      compose
          .environment(service)
          .forEach((name, value) -> environment.put(name, outside(service, value)));
      return environment;
    }

    private List<String> words(String service, List<String> inside) {
      List<String> words = new ArrayList<>();
      inside.forEach(word -> words.add(outside(service, word)));
      return words;
    }

    /** The same place or peer, seen from outside of the container. */
    private String outside(String service, String text) {
      String seen =
          text.replace("jdbc:postgresql://postgres:5432/stoker", database.url())
              .replace("http://server:7700", "http://127.0.0.1:" + port)
              .replace("/run/secrets/database_password", secret().toString())
              .replace("/opt/stoker", image(target(service)) + "/opt/stoker");
      for (Map.Entry<String, String> mount : compose.mounts(service).entrySet()) {
        seen = seen.replace(mount.getValue(), volume(mount.getKey()).toString());
      }
      return seen;
    }
  }
}
