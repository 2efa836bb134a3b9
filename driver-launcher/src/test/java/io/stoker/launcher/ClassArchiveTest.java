package io.stoker.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.Servers;
import io.stoker.launcher.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private static final long GIB = 1L << 30;

  private Path home;
  private LaunchSite site;
  private ClassArchive archive;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    home = directory;
    site = site(Path.of(System.getProperty("java.home")), Runtimes.in(home.resolve("spark")));
    archive = new ClassArchive(site);
  }

  private LaunchSite site(Path java, SparkRuntime runtime) {
    Servers servers = Servers.of("http://127.0.0.1:7700");
    return new LaunchSite(
        java,
        runtime,
        "127.0.0.1",
        servers,
        7337,
        home.resolve("archives"),
        home.resolve("python"),
        MasterSecrets.NONE,
        null,
        true);
  }

  private void touch(Path file) throws Exception {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  @Test
  void noJvmIsToldOfAnArchiveThatIsNotThere() throws Exception {
    assertThat(archive.options(GIB)).isEmpty();

    touch(archive.file());

    assertThat(archive.options(GIB)).contains("-XX:SharedArchiveFile=" + archive.file());
  }

  @Test
  void anArchiveOfOtherJarsIsNotUsed() throws Exception {
    Path before = archive.file();
    touch(before);
    Path jar = site.runtime().jars().resolve("spark-core_2.13-4.2.0.jar");

    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

    assertThat(archive.options(GIB)).isEmpty();
    assertThat(archive.file()).isNotEqualTo(before);
    assertThat(archive.isOfFamily(before)).as("it can be cleared").isTrue();
  }

  @Test
  void anArchiveOfAnotherJavaIsNotUsedAndNotCleared() throws Exception {
    Path java = Files.createDirectories(home.resolve("java"));
    Files.writeString(java.resolve("release"), "JAVA_RUNTIME_VERSION=\"99\"\n");
    Path other = new ClassArchive(site(java, site.runtime())).file();

    assertThat(other).isNotEqualTo(archive.file());
    assertThat(archive.isOfFamily(other)).isFalse();
  }

  @Test
  void aHeapWithoutCompressedPointersGetsNone() throws Exception {
    touch(archive.file());

    assertThat(archive.options(32 * GIB)).isEmpty();
  }

  @Test
  void theTrainingRunHasNoSecretAndWritesTheTarget() {
    Command command = archive.training(Path.of("/made.jsa"), Path.of("/work"));

    assertThat(command.arguments())
        .containsSubsequence(
            site.java(),
            "-Djava.io.tmpdir=/work",
            "-XX:ArchiveClassesAtExit=/made.jsa",
            "io.stoker.spark.archive.Training",
            "/work");
    assertThat(command.environment())
        .containsEntry("SPARK_LOCAL_DIRS", "/work")
        .doesNotContainKey("_SPARK_AUTH_SECRET");
  }
}
