package io.stoker.node.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageProbeTest {
  private static final byte[] BYTES = "of the server".getBytes(StandardCharsets.UTF_8);

  private final StorageProbe probe =
      new StorageProbe(Duration.ofMillis(20), Duration.ofMillis(300), Duration.ofMillis(100));
  private final Thread looking = new Thread(this::look);
  private final Path file;
  private final Path elsewhere;

  StorageProbeTest(@TempDir Path directory) {
    this.file = directory.resolve("probes/node-1");
    this.elsewhere = directory.resolve("elsewhere");
  }

  private void look() {
    try {
      while (true) {
        probe.turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @BeforeEach
  void lookForWhatIsThere() throws Exception {
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, BYTES);
    looking.setDaemon(true);
    looking.start();
    assertThat(probe.isShared()).as("before a look").isFalse();
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(BYTES);
    probe.lookFor(file.toString(), HexFormat.of().formatHex(digest));
    soon().until(probe::isShared);
  }

  @AfterEach
  void end() throws InterruptedException {
    looking.interrupt();
    looking.join(Duration.ofSeconds(10).toMillis());
  }

  /** As when a mount goes away, and what is left is an empty directory. */
  @Test
  void noticesThatTheStorageIsGoneAndThatItIsBack() throws Exception {
    Files.move(file, elsewhere);
    soon().until(() -> !probe.isShared());
    Files.move(elsewhere, file);
    soon().until(probe::isShared);
  }

  @Test
  void aLookThatDoesNotEndHasFoundNothing() throws Exception {
    Path pipe = pipe();
    Files.move(pipe, file, StandardCopyOption.REPLACE_EXISTING);
    soon().until(() -> !probe.isShared());
    assertThat(looking.isAlive()).isTrue();

    // the storage is back: who waits for it reads what is there
    Files.createLink(elsewhere, file);
    Files.write(pipe, BYTES);
    Files.move(pipe, file, StandardCopyOption.REPLACE_EXISTING);
    Files.write(elsewhere, BYTES);
    soon().until(probe::isShared);
  }

  /** A mount that goes away takes the directory with it: nothing is lost then. */
  @Test
  void aFileIsLostWhereItsDirectoryIs() throws Exception {
    Path directory = file.resolveSibling("");
    Files.move(directory, elsewhere);
    soon().until(() -> !probe.isShared());
    await().during(Duration.ofMillis(400)).until(() -> !probe.isLost());
    Files.move(elsewhere, directory);
    soon().until(probe::isShared);

    Files.move(file, elsewhere);
    soon().until(probe::isLost);
    Files.move(elsewhere, file);
    soon().until(() -> !probe.isLost());

    Files.delete(file);
    soon().until(probe::isLost);
    probe.keep();
    assertThat(probe.isLost()).as("while it is drained to stop").isFalse();
  }

  private Path pipe() throws IOException, InterruptedException {
    Path pipe = file.resolveSibling("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
  }
}
