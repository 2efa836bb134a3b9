package io.stoker.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.docs.Markdown;
import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Distribution;
import io.stoker.acceptance.harness.Home;
import io.stoker.acceptance.harness.Packaged;
import io.stoker.acceptance.harness.Service;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The commands of the page for beginners, from the tarball on, with directories of this test in the
 * place of a machine's own and loopback in the place of three machines.
 */
@Tag("distribution")
class GettingStartedIT {
  private static final Path PAGE = Packaged.REPOSITORY.resolve("docs/getting-started.md");

  private final Home machine = Home.create("getting-started");
  private final String server = "127.0.0.1:" + Distribution.freePort();

  @AfterEach
  void end() {
    machine.clear(Packaged.REPORTS.resolve(machine.resolve("").getFileName()));
  }

  @Test
  void thePagesCommandsWork() throws Exception {
    Files.createDirectories(machine.resolve("opt"));
    List<String> blocks = new ArrayList<>();
    for (Markdown.Example example : Markdown.examples(PAGE)) {
      blocks.add(here(example.commands()));
    }
    assertThat(blocks).as("unpack, up and down, server, token, node").hasSize(5);

    run(machine.resolve(""), blocks.get(0));
    Path stoker = machine.resolve("opt/stoker");
    assertThat(run(stoker, blocks.get(1))).contains("Ready: node-2", "READY", "Nothing is left");

    Service platform = service("server", blocks.get(2)).start();
    Distribution.await(
        "ready", platform, () -> Files.exists(machine.resolve("server/run/server.json")));
    run(stoker, blocks.get(3));
    Service node = service("node", blocks.get(4)).start();
    Api api = new Api(URI.create("http://" + server), machine.read("server/run/admin.key"));
    Distribution.await("the node is ready", node, () -> shownNode(api).equals("READY true"));
    node.stop();
    platform.stop();
  }

  /** State of the only node, and whether it shares the storage. */
  private static String shownNode(Api api) {
    return api.get("/api/v1/nodes")
        .expect(200)
        .json()
        .required("items")
        .valueStream()
        .map(it -> it.required("state").asString() + " " + it.path("storageShared").asBoolean())
        .findFirst()
        .orElse("");
  }

  private String here(String commands) {
    return commands
        .replace("stoker-0.1.0-SNAPSHOT.tar.gz", Packaged.tarball().toString())
        .replace("--address 10.0.0.5", "--port " + server.split(":", 2)[1])
        .replace("10.0.0.5:7700", server)
        .replace("bin/stoker up ", "bin/stoker up --port " + Distribution.freePort() + " ")
        .replace("/opt", machine.resolve("opt").toString())
        .replace("/var/lib/stoker-node", machine.resolve("node").toString())
        .replace("/var/lib/stoker", machine.resolve("server").toString())
        .replace("/mnt/stoker", machine.resolve("results").toString());
  }

  private String run(Path directory, String commands) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).as(commands + output).isZero();
    return output;
  }

  /** What stays in the foreground of a terminal; the command takes the shell's place. */
  private Service service(String name, String command) {
    String words = "cd '" + machine.resolve("opt/stoker") + "'\nexec " + command;
    return Service.ofCommand(name, List.of("bash", "-c", words), machine.resolve(name + ".out"));
  }
}
