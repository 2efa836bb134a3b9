package io.stoker.node;

import static io.stoker.node.TestNode.jarAssignment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.Problem;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.ProcessReport;
import io.stoker.launcher.process.ProcessDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers whose jars must be fetched before they start. */
class JarNodeTest extends NodeFixture {
  private static final byte[] JAR = "the bytes of a jar".getBytes(StandardCharsets.UTF_8);

  private final String digest;

  JarNodeTest(@TempDir Path directory) throws Exception {
    super(directory);
    digest = digest(JAR);
  }

  @BeforeEach
  void startNode() throws Exception {
    start();
  }

  private static String digest(byte[] jar) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
  }

  private Assignment driver(String script) {
    Assignment assignment = jarAssignment(script, digest);
    platform.want(assignment);
    return assignment;
  }

  private ProcessReport awaitEnd(Assignment assignment) {
    return awaitReport(assignment, report -> report.state().equals("EXITED"));
  }

  @Test
  void aDriverStartsWhenItsJarIsThereAndTheNextOneFindsItThere() {
    platform.artifact(digest, JAR);

    Assignment first = driver("cat $OWN/jars/" + digest + ".jar");
    assertThat(awaitEnd(first).exitCode()).isZero();
    Assignment second = driver("cat $OWN/jars/" + digest + ".jar");

    assertThat(awaitEnd(second).exitCode()).isZero();
    soon().until(() -> platform.log(second.id(), "stdout").equals("the bytes of a jar"));
    assertThat(platform.fetched()).containsExactly(digest);
    assertThat(home.resolve("artifacts")).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aDriverFindsItsFilesByTheirNames() {
    platform.artifact(digest, JAR);
    Assignment assignment =
        TestNode.fileAssignment("cat $OWN/files/words.txt", digest, "words.txt");
    platform.want(assignment);

    assertThat(awaitEnd(assignment).exitCode()).isZero();
    soon().until(() -> platform.log(assignment.id(), "stdout").equals("the bytes of a jar"));
  }

  @Test
  void aProgramInPythonHasADirectoryOfItsOwn() {
    platform.artifact(digest, JAR);
    Assignment assignment =
        TestNode.pythonAssignment("ls $OWN/program; cat $OWN/pyfiles/helpers.py", digest);
    platform.want(assignment);

    assertThat(awaitEnd(assignment).exitCode()).isZero();
    soon()
        .until(
            () -> platform.log(assignment.id(), "stdout").equals("counts.py\nthe bytes of a jar"));
  }

  @Test
  void otherBytesThanThoseAskedForStartNothing() {
    platform.artifact(digest, "something else".getBytes(StandardCharsets.UTF_8));
    Assignment assignment = driver("exit 0");

    ProcessReport end = awaitEnd(assignment);

    assertThat(end.cause()).isEqualTo("START_FAILED");
    assertThat(end.message()).contains("sent other bytes").contains(digest);
    assertThat(home.resolve("artifacts")).isEmptyDirectory();
    platform.artifact(digest, JAR);
    assertThat(awaitEnd(driver("exit 3")).exitCode()).as("the next one gets it").isEqualTo(3);
  }

  @Test
  void aJarThatIsRefusedStartsNothing() {
    ProcessReport end = awaitEnd(driver("exit 0"));

    assertThat(end.cause()).isEqualTo("START_FAILED");
    assertThat(end.message()).contains("No driver of this node needs it.");
  }

  /** Whatever its digest is: the first ones come before any other in the table of wishes. */
  @Test
  void aJarThatTheServerCannotReadKeepsNobodyFromAnotherOne() {
    String broken = "0".repeat(64);
    platform.breakArtifact(broken);
    platform.want(jarAssignment("exit 0", broken));
    await().atMost(Duration.ofSeconds(30)).until(() -> platform.fetched().contains(broken));
    platform.artifact(digest, JAR);
    assertThat(awaitEnd(driver("exit 3")).exitCode()).isEqualTo(3);
  }

  @Test
  void anOutageOnlyDelays() {
    platform.artifact(digest, JAR);
    platform.refuse(new Problem("", "", 503, "UNAVAILABLE", "down", "/", null));
    Assignment assignment = driver("cat $OWN/jars/*.jar");
    platform.refuse(null);

    assertThat(awaitEnd(assignment).exitCode()).isZero();
  }

  @Test
  void aDriverThatIsToStopBeforeItStartedIsNotStarted() {
    Assignment assignment = jarAssignment("exit 0", "0".repeat(64));
    platform.hold();
    platform.want(assignment);
    soon().until(() -> !platform.fetched().isEmpty());

    platform.want(TestNode.toStop(assignment, Duration.ofSeconds(1)));
    ProcessReport end = awaitEnd(assignment);

    assertThat(end.cause()).isEqualTo("STOPPED");
    platform.release();
  }

  @Test
  void theCacheIsBoundedAndTakesNothingFromARunningDriver() throws Exception {
    byte[] large = new byte[1 << 20];
    String largest = digest(large);
    platform.artifact(digest, JAR);
    platform.artifact(largest, large);
    Assignment waits = driver("until [ -e go ]; do sleep 0.1; done");
    Path jar = soon().until(() -> jarOf(waits), Optional::isPresent).orElseThrow();

    Assignment other = jarAssignment("exit 0", largest);
    platform.want(other);
    assertThat(awaitEnd(other).exitCode()).isZero();

    assertThat(cached()).containsExactly(largest + ".jar");
    assertThat(Files.readAllBytes(jar)).isEqualTo(JAR);
  }

  private Optional<Path> jarOf(Assignment assignment) throws Exception {
    return ProcessDirectory.list(home).stream()
        .filter(child -> child.record().id().equals(assignment.id()))
        .map(child -> child.directory().resolve("jars").resolve(digest + ".jar"))
        .filter(Files::exists)
        .findFirst();
  }

  private List<String> cached() throws Exception {
    try (var files = Files.list(home.resolve("artifacts"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
