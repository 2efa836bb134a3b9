package io.stoker.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import io.stoker.cluster.StorageGate;
import io.stoker.contract.node.Assignment;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** More requests that have to wait than the server has threads, which are 400. */
class CrowdApiTest extends PlatformTest {
  private static final int CROWD = 450;

  private TestNode node;
  private Assignment assignment;
  private TestDriver driver;
  private String run;

  @BeforeAll
  void joinAndMakeAJob() {
    node = TestNode.join(anonymous().as(secret("join.token")), "crowded-node");
    http()
        .post(
            "/api/v1/jobs",
            """
            {"name": "crowded", "application": {"type": "SQL", "sql": "select 1 one"},
             "result": {}, "driver": {"cores": 0.5, "memory": "512m"}}
            """)
        .expect(201);
  }

  @BeforeEach
  void start() {
    String id =
        http().post("/api/v1/jobs/crowded/runs", "").expect(202).json().path("id").asString();
    run = "/api/v1/runs/" + id;
    assignment = node.awaitDriver(id);
    driver = new TestDriver(anonymous(), assignment);
    node.runs(assignment);
    driver.started().expect(204);
  }

  @AfterEach
  void end() {
    http().post(run + ":cancel", "").expect(200);
    node.obey();
  }

  private static List<CompletableFuture<Reply>> crowd(Supplier<CompletableFuture<Reply>> request) {
    return Stream.generate(request).limit(CROWD).toList();
  }

  private static void awaitAllBut(int waiting, List<CompletableFuture<Reply>> crowd) {
    Awaitility.await("the others are answered")
        .atMost(Duration.ofSeconds(40))
        .until(() -> crowd.stream().filter(CompletableFuture::isDone).count() >= CROWD - waiting);
  }

  @Test
  void aCrowdOfLongPollsLeavesRoomForSignsOfLife() {
    long version = driver.executors(-1, "PT0S").expect(200).json().path("version").asLong();
    List<CompletableFuture<Reply>> polls = crowd(() -> driver.executorsLater(version, "PT60S"));
    awaitAllBut(200, polls);
    driver.progress(1, 1).expect(204);
    node.runs(assignment);
    assertThat(polls).as("as many as may wait on").anyMatch(poll -> !poll.isDone());
    assertThat(driver.executors(-1, "PT60S").expect(200).json().path("version").asLong())
        .as("news comes at once")
        .isEqualTo(version);
    long start = System.nanoTime();
    driver.executors(version, "PT60S").expect(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("who has no place is kept from asking again at once")
        .isGreaterThan(Duration.ofMillis(900));

    http().post(run + ":cancel", "").expect(200);
    assertThat(polls.stream().map(CompletableFuture::join))
        .allSatisfy(reply -> assertThat(reply.status()).isEqualTo(200))
        .anySatisfy(
            reply -> assertThat(reply.json().path("stop").asString()).contains("Cancelled"));
  }

  @Test
  void aStorageThatHangsLeavesRoomForSignsOfLife() throws Exception {
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    Logger logger = (Logger) LoggerFactory.getLogger(StorageGate.class);
    logger.addAppender(logged);
    node.log(assignment, "stderr", 0, "a line\n");
    Path segment =
        Path.of(URI.create(driver.launch().outputDirectory()))
            .resolveSibling("logs/driver/stderr/" + "0".repeat(20) + ".log");
    String log = run + "/logs/driver/stderr";
    assertThat(http().get(log).expect(200).text()).isEqualTo("a line\n");
    hang(segment);
    try {
      List<CompletableFuture<Reply>> readers = crowd(() -> http().getLater(log));
      awaitAllBut(32, readers);
      for (int i = 1; i <= 3; i++) {
        driver.progress(i, i).expect(204);
        node.runs(assignment);
      }
      assertThat(http().get(run).expect(200).json().path("state").asString()).isEqualTo("RUNNING");
      assertThat(readers.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
          .allSatisfy(CrowdApiTest::assertSaysWhatIsAway);
      assertSaysWhatIsAway(node.log(assignment, "stderr?offset=7", "another\n"));
      assertSaysWhatIsAway(http().get(run + "/logs"));
      assertThat(node.register())
          .as("a node whose service starts is let in")
          .satisfies(
              it -> assertThat(it.storageProbeSha256()).isEqualTo(sha256(it.storageProbe())));
      assertThat(anonymous().get("/actuator/health").expect(200).text()).contains("STORAGE_HANGS");
    } finally {
      letGo(segment);
      logger.detachAppender(logged);
    }
    assertThat(logged.list).as("not one for each request").hasSize(1);
    Awaitility.await("the storage is back")
        .atMost(Duration.ofSeconds(40))
        .until(() -> anonymous().get("/actuator/health").text().contains("UP"));
    node.log(assignment, "stderr", 0, "a line\nanother\n");
    assertThat(http().get(log).expect(200).text()).isEqualTo("a line\nanother\n");
  }

  private static String sha256(String file) throws Exception {
    byte[] bytes = Files.readAllBytes(Path.of(file));
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static void assertSaysWhatIsAway(Reply reply) {
    assertThat(reply.problem(503, "UNAVAILABLE").path("detail").asString())
        .contains("The storage of this server, file://", "does not answer", "ls on that directory");
    assertThat(reply.header("Retry-After")).isEqualTo("5");
  }

  /** Who opens it waits in the kernel, as for a file on a mount whose server is away. */
  private static void hang(Path file) throws IOException, InterruptedException {
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
  }

  private static void letGo(Path pipe) throws IOException {
    FileChannel.open(pipe, StandardOpenOption.WRITE).close();
    Files.delete(pipe);
  }
}
