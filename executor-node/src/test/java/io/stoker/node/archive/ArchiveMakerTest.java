package io.stoker.node.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.Servers;
import io.stoker.launcher.ClassArchive;
import io.stoker.launcher.LaunchSite;
import io.stoker.launcher.MasterSecrets;
import io.stoker.launcher.SparkRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, with a shell script in the place of Java. */
class ArchiveMakerTest {
  private static final String MAKES =
      """
      for word; do case $word in -XX:ArchiveClassesAtExit=*) echo made >"${word#*=}";; esac; done
      """;

  private Path directory;
  private ClassArchive archive;
  private final AtomicBoolean busy = new AtomicBoolean();

  @BeforeEach
  void open(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Files.createDirectories(directory.resolve("java/bin"));
    Files.writeString(directory.resolve("java/release"), "JAVA_VERSION=\"17\"\n");
    Files.createDirectories(directory.resolve("spark/jars"));
    SparkRuntime runtime =
        new SparkRuntime(directory.resolve("spark"), "4.2.0", "digest", List.of());
    archive =
        new ClassArchive(
            new LaunchSite(
                directory.resolve("java"),
                runtime,
                "127.0.0.1",
                Servers.of("http://127.0.0.1:7700"),
                7337,
                directory.resolve("archives"),
                directory.resolve("python"),
                MasterSecrets.NONE,
                null,
                true));
  }

  private void java(String script) throws Exception {
    Path java = directory.resolve("java/bin/java");
    String all = "#!/bin/sh\necho $$ >>'" + directory.resolve("started") + "'\n" + script;
    Files.writeString(java, all);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ArchiveMaker maker(Duration idleFor) {
    return new ArchiveMaker(archive, idleFor, busy::get);
  }

  private long started() throws Exception {
    Path file = directory.resolve("started");
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  private List<String> archives() throws Exception {
    try (Stream<Path> files = Files.list(archive.directory())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void anIdleNodeMakesItOnce() throws Exception {
    java(MAKES);
    ArchiveMaker maker = maker(Duration.ZERO);

    maker.turn();
    maker.turn();

    assertThat(archive.file()).hasContent("made");
    assertThat(started()).isEqualTo(1);
    assertThat(archives())
        .containsExactlyInAnyOrder(archive.file().getFileName().toString(), "lock");
  }

  @Test
  void aNodeAtWorkDoesNot() throws Exception {
    java(MAKES);
    ArchiveMaker maker = maker(Duration.ofMillis(100));
    busy.set(true);
    maker.turn();
    assertThat(started()).isZero();

    busy.set(false);
    maker.turn();

    assertThat(archive.file()).exists();
  }

  @Test
  void whatAFailingRunWroteIsNotKeptAndItIsNotTriedAgain() throws Exception {
    java(MAKES + "echo no main class >&2\nexit 1\n");
    ArchiveMaker maker = maker(Duration.ZERO);

    maker.turn();
    maker.turn();

    assertThat(started()).isEqualTo(1);
    assertThat(archives()).containsExactly("lock");
  }

  @Test
  void newJarsAreANewChanceAndTheOldArchiveGoes() throws Exception {
    java(MAKES);
    ArchiveMaker maker = maker(Duration.ZERO);
    maker.turn();
    Path old = archive.file();
    Path killedMakers = Files.createDirectories(archive.directory().resolve("training-1/parquet"));

    Files.writeString(directory.resolve("spark/jars/new.jar"), "jar");
    maker.turn();

    assertThat(archive.file()).exists();
    assertThat(old).doesNotExist();
    assertThat(killedMakers.getParent()).doesNotExist();
  }

  @Test
  void nodesThatShareTheDirectoryMakeOneBetweenThem() throws Exception {
    java("until [ -e '" + directory.resolve("go") + "' ]; do sleep 0.05; done\n" + MAKES);
    Thread first = new Thread(() -> turn(maker(Duration.ZERO)));
    first.start();
    await().until(() -> started() == 1);

    maker(Duration.ZERO).turn();
    assertThat(started()).isEqualTo(1);
    Files.createFile(directory.resolve("go"));
    first.join();

    maker(Duration.ZERO).turn();
    assertThat(started()).isEqualTo(1);
    assertThat(archive.file()).hasContent("made");
  }

  @Test
  void itEndsWithTheService() throws Exception {
    java("exec sleep 600\n");
    Thread service = new Thread(() -> turn(maker(Duration.ZERO)));
    service.start();
    await().until(() -> started() == 1);
    long pid = Long.parseLong(Files.readAllLines(directory.resolve("started")).get(0));
    ProcessHandle training = ProcessHandle.of(pid).orElseThrow();

    service.interrupt();
    service.join();

    assertThat(training.isAlive()).isFalse();
    assertThat(archives()).containsExactly("lock");
  }

  private static void turn(ArchiveMaker maker) {
    try {
      maker.turn();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
