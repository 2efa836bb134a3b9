package io.stoker.node;

import static io.stoker.node.TestNode.assignment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.Problem;
import io.stoker.contract.Servers;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.ProcessReport;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.ProcessDirectory;
import io.stoker.launcher.process.ProcessStatus;
import io.stoker.node.home.HomeId;
import io.stoker.node.home.Identity;
import io.stoker.node.home.NodeProblem;
import io.stoker.node.platform.JoinToken;
import io.stoker.node.platform.PlatformClient;
import io.stoker.node.platform.Registration;
import io.stoker.node.platform.Session;
import io.stoker.node.platform.StorageProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A home that somebody else speaks for, and a home that was copied with its processes. */
class CopiedHomeTest {
  private final Path home;
  private final FakePlatform platform;
  private final List<TestNode> nodes = new ArrayList<>();

  CopiedHomeTest(@TempDir Path directory) throws IOException {
    this.home = directory.resolve("node");
    this.platform = new FakePlatform(directory);
  }

  @AfterEach
  void close() {
    nodes.forEach(TestNode::close);
    platform.close();
  }

  @Test
  void saysWhichHomeIsItsOwn() throws Exception {
    start();
    await().until(platform::hasReport);
    Path copy = Files.createDirectories(home.resolveSibling("copy"));
    assertThat(platform.registrations())
        .allSatisfy(it -> assertThat(it.homeId()).isEqualTo(HomeId.of(home)))
        .noneSatisfy(it -> assertThat(it.homeId()).isEqualTo(HomeId.of(copy)));
  }

  /** It may have been this node before a restart, which the platform gives up at last. */
  @Test
  void waitsForWhoeverSpeaksAsItAndGoesOnWhenThatFallsSilent() throws Exception {
    start();
    await().until(platform::hasReport);
    nodes.get(0).close();
    platform.refuse(inUse());
    int refusals = platform.refusals();
    start();
    await().atMost(Duration.ofSeconds(30)).until(() -> platform.refusals() > refusals + 1);
    platform.refuse(null);
    await().atMost(Duration.ofSeconds(30)).until(() -> platform.registrations().size() == 2);
  }

  @Test
  void endsForAPersonWhenAnotherSpeaksAsItOnAndOn() throws Exception {
    Files.createDirectories(home);
    String url = platform.url().toString();
    new Identity(UUID.randomUUID(), "stn_x", url).write(home);
    platform.refuse(inUse());
    assertThatThrownBy(registration(Duration.ofSeconds(1))::session)
        .isInstanceOfSatisfying(
            NodeProblem.class, problem -> assertThat(problem.exitCode()).isEqualTo(78))
        .hasMessageContaining("Another home speaks.")
        .hasMessageContaining(home.resolve("identity.json").toString());
    assertThat(platform.refusals()).isGreaterThan(1);
  }

  /** Beside the home itself, with its processes: it is not theirs to wait for, nor to end. */
  @Test
  void aCopyOfAHomeLeavesTheProcessesOfTheHomeAlone() throws Exception {
    Assignment sleeper = assignment("exec sleep 1000");
    platform.want(sleeper);
    start();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> platform.reported(sleeper.id()).map(ProcessReport::pid).isPresent());
    Path copy = home.resolveSibling("copy");
    new ProcessBuilder("cp", "-a", home.toString(), copy.toString()).start().waitFor();
    Files.delete(copy.resolve("identity.json"));
    TestNode second =
        TestNode.start(copy, Servers.of(platform.url().toString()), Duration.ofSeconds(1));
    nodes.add(second);
    assertThat(second.awaitProblem()).hasMessageContaining("The name 'node-1' is taken.");
    for (ChildProcess child : ProcessDirectory.list(home)) {
      assertThat(child.status()).isInstanceOf(ProcessStatus.Running.class);
      assertThat(child.terminate(Duration.ZERO)).isTrue();
    }
  }

  /** Its file is not in the storage that was put into the place of the former one. */
  @Test
  void whoseProofIsLostRegistersAnew() throws Exception {
    StorageProbe storage =
        new StorageProbe(Duration.ofMillis(20), Duration.ofSeconds(10), Duration.ofMillis(100));
    start();
    await().until(platform::hasReport);
    nodes.get(0).close();
    Registration registration = registration(Duration.ofSeconds(1), storage);
    Session first = registration.session();
    storage.turn();
    assertThat(storage.isShared()).isTrue();
    assertThat(registration.session()).isSameAs(first);

    Path kept = Files.move(platform.probe(), home.resolveSibling("kept"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              storage.turn();
              return registration.session() != first;
            });
    assertThat(kept).exists();
  }

  private Registration registration(Duration inUseFor) {
    return registration(inUseFor, new StorageProbe());
  }

  private Registration registration(Duration inUseFor, StorageProbe storage) {
    PlatformClient client =
        new PlatformClient(Servers.of(platform.url().toString()), JsonMapper.shared());
    return new Registration(
        client, home, () -> null, new JoinToken(null), () -> false, storage, inUseFor);
  }

  private void start() throws IOException {
    Servers servers = Servers.of(platform.url().toString());
    nodes.add(TestNode.start(home, servers, Duration.ofMinutes(10)));
  }

  private static Problem inUse() {
    return new Problem(
        "urn:x", "x", 409, "NODE_IDENTITY_IN_USE", "Another home speaks.", "/", null);
  }
}
