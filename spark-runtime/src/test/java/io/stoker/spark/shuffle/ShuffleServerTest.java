package io.stoker.spark.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.node.ShuffleDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.network.sasl.SecretKeyHolder;
import org.apache.spark.network.shuffle.ExternalBlockStoreClient;
import org.apache.spark.network.shuffle.protocol.ExecutorShuffleInfo;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark's own client of such servers against ours. */
class ShuffleServerTest {
  private static final String HOST = "127.0.0.1";

  private final Path local;
  private final ShuffleDirectory directory;

  ShuffleServerTest(@TempDir Path home) throws IOException {
    this.local = Files.createDirectories(home.resolve("local"));
    this.directory = ShuffleDirectory.in(home);
    Files.createDirectories(directory.applications());
    Files.createDirectories(directory.ended());
  }

  @Test
  void anExecutorRegistersWithTheSecretOfItsApplication() throws Exception {
    Files.writeString(directory.applications().resolve("run-1"), "secret");
    try (ShuffleServer server = start(freePort())) {
      assertThat(directory.port()).hasContent(Integer.toString(server.port()));
      register(server, "run-1", "secret", "run-1");
      assertThat(server.executors()).isEqualTo(1);
    }
  }

  @Test
  void whoDoesNotKnowTheSecretIsNotLetIn() throws Exception {
    Files.writeString(directory.applications().resolve("run-1"), "secret");
    try (ShuffleServer server = start(freePort())) {
      assertThatThrownBy(() -> register(server, "run-1", "wrong", "run-1"))
          .isInstanceOf(Exception.class);
      assertThatThrownBy(() -> register(server, "run-2", "secret", "run-2"))
          .as("of an application that nobody told it of")
          .isInstanceOf(Exception.class);
      assertThat(server.executors()).isZero();
    }
  }

  @Test
  void aNameThatLeadsToAnotherFileHasNoSecret() throws Exception {
    Files.writeString(directory.path().resolve("port"), "7337");
    ApplicationSecrets secrets = new ApplicationSecrets(directory);
    assertThat(secrets.getSecretKey("../port")).isNull();
    assertThat(secrets.getSecretKey("nobody")).isNull();
  }

  @Test
  void ofAnExecutorThatIsGoneOnlyWhatOthersReadIsKept() throws Exception {
    Files.writeString(directory.applications().resolve("run-1"), "secret");
    Files.createDirectories(directory.gone());
    try (ShuffleServer server = start(freePort())) {
      register(server, "run-1", "secret", "run-1");
      Path blocks = Files.createDirectories(local.resolve("run-1/blockmgr-1/0a"));
      for (String block : List.of("rdd_0_0", "temp_local_x", "shuffle_0_0_0.data")) {
        Files.createFile(blocks.resolve(block));
      }
      Files.createFile(directory.gone().resolve(ShuffleDirectory.goneExecutor("run-1", 1)));
      server.forgetEnded();
      await().until(() -> Files.notExists(blocks.resolve("rdd_0_0")));
      await().until(() -> Files.notExists(blocks.resolve("temp_local_x")));
      assertThat(blocks.resolve("shuffle_0_0_0.data")).exists();
      assertThat(server.executors()).isEqualTo(1);
      assertThat(directory.gone()).isEmptyDirectory();
    }
  }

  @Test
  void anExecutorCannotNameTheDirectoryOfAnotherApplication() throws Exception {
    Files.writeString(directory.applications().resolve("run-1"), "secret");
    try (ShuffleServer server = start(freePort())) {
      assertThatThrownBy(() -> register(server, "run-1", "secret", "run-2"))
          .isInstanceOf(Exception.class);
      assertThat(server.executors()).isZero();
    }
  }

  @Test
  void theNextServerKnowsWhoRegisteredAndListensAtTheSamePort() throws Exception {
    Files.writeString(directory.applications().resolve("run-1"), "secret");
    int port;
    try (ShuffleServer first = start(freePort())) {
      register(first, "run-1", "secret", "run-1");
      port = first.port();
    }
    try (ShuffleServer second = start(freePort())) {
      assertThat(second.port()).isEqualTo(port);
      assertThat(second.executors()).isEqualTo(1);
      Files.createFile(directory.ended().resolve("run-1"));
      second.forgetEnded();
      assertThat(second.executors()).isZero();
      assertThat(directory.ended()).isEmptyDirectory();
    }
    try (ShuffleServer third = start(freePort())) {
      assertThat(third.executors()).isZero();
    }
  }

  @Test
  void takesAnotherPortWhenItsOwnIsInUseAndNobodyKnowsItYet() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ShuffleServer server = start(other.getLocalPort())) {
      assertThat(server.port()).isPositive().isNotEqualTo(other.getLocalPort());
    }
  }

  @Test
  void endsWhenNobodyIsConnectedForLong() throws Exception {
    try (ShuffleServer server =
        new ShuffleServer(directory, local, HOST, freePort(), Duration.ofMillis(100))) {
      server.serve();
    }
  }

  private ShuffleServer start(int port) throws IOException {
    return new ShuffleServer(directory, local, HOST, port, Duration.ofMinutes(1));
  }

  private void register(ShuffleServer server, String application, String secret, String below)
      throws Exception {
    Path blocks = Files.createDirectories(local.resolve(below).resolve("blockmgr-1"));
    TransportConf conf =
        new TransportConf(
            "shuffle",
            new MapConfigProvider(
                Map.of(
                    "spark.network.crypto.enabled", "true",
                    "spark.network.crypto.authEngineVersion", "2",
                    "spark.network.crypto.saslFallback", "false")));
    try (ExternalBlockStoreClient client =
        new ExternalBlockStoreClient(conf, new OneSecret(secret), true, 5_000)) {
      client.init(application);
      client.registerWithShuffleServer(
          HOST,
          server.port(),
          "1",
          new ExecutorShuffleInfo(
              new String[] {blocks.toString()},
              64,
              "org.apache.spark.shuffle.sort.SortShuffleManager"));
    }
  }

  private record OneSecret(String secret) implements SecretKeyHolder {
    @Override
    public String getSaslUser(String application) {
      return "sparkSaslUser";
    }

    @Override
    public String getSecretKey(String application) {
      return secret;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
