package io.stoker.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.contract.Servers;
import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.driver.Program;
import io.stoker.contract.driver.PythonProgram;
import io.stoker.contract.driver.SqlProgram;
import io.stoker.contract.driver.UserProgram;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.DriverLaunch;
import io.stoker.launcher.process.Command;
import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherSparkCommandTest {
  private static final long GIB = 1024L * 1024 * 1024;
  private static final UUID RUN = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
  private static final UserProgram.Jar JAR = new UserProgram.Jar("c".repeat(64), "lib.jar");
  private static final JarProgram PROGRAM =
      new JarProgram("a.Main", List.of("not for everybody"), List.of(JAR));
  private static final PythonProgram PYTHON =
      new PythonProgram(
          new UserProgram.File("a".repeat(64), "counts.py"),
          List.of("x"),
          List.of(),
          List.of(),
          List.of());

  private final Path home;
  private final Path other;
  private final LaunchSite site;
  private final WorkPlace place;

  OtherSparkCommandTest(@TempDir Path home) throws Exception {
    this.home = home;
    SparkRuntime runtime = Runtimes.in(home.resolve("spark"));
    Files.writeString(home.resolve("spark/jars/openapi-2.jar"), "ours");
    other = spark("spark-core_2.12-3.5.6.jar");
    Path secrets = home.resolve("secrets");
    PrivateFiles.write(secrets, "");
    site =
        new LaunchSite(
            Path.of(System.getProperty("java.home")),
            runtime,
            "127.0.0.2",
            Servers.of("http://127.0.0.1:7700"),
            7337,
            home.resolve("archives"),
            home.resolve("python"),
            new MasterSecrets(secrets),
            null,
            true);
    place = new WorkPlace(Files.createDirectory(home.resolve("own")), home.resolve("local"));
  }

  @Test
  void aProgramRunsByThatSparksOwnSubmitWithNothingOfThePlatform() throws Exception {
    Command command = prepare(PROGRAM, other);

    Path arguments = home.resolve("own/spark-submit.args");
    assertThat(command.arguments())
        .containsSubsequence(
            "-Xmx128m",
            "-cp",
            home.resolve("spark/jars") + "/*",
            "io.stoker.spark.OtherSparkMain",
            home.resolve("own/spark.properties").toString(),
            site.java(),
            "@" + arguments);
    assertThat(command.arguments()).noneMatch(it -> it.contains("not for everybody"));
    assertThat(Files.readAllLines(arguments))
        .containsSubsequence(
            "\"-Xmx1024m\"",
            "\"-XX:+ExitOnOutOfMemoryError\"",
            "\"-cp\"",
            "\"" + other.resolve("jars") + "/*\"",
            "\"org.apache.spark.deploy.SparkSubmit\"",
            "\"--properties-file\"",
            "\"" + home.resolve("own/spark-submit.properties") + "\"",
            "\"--class\"",
            "\"a.Main\"",
            "\"spark-internal\"",
            "\"not for everybody\"")
        .noneMatch(it -> it.contains("stoker") && !it.contains(home.toString()));
    assertThat(command.environment())
        .containsEntry("SPARK_HOME", other.toString())
        .containsEntry("STOKER_ATTEMPT_TOKEN", "sta_secret");
    assertThat(home.resolve("own/ui.port")).as("there is no UI").hasContent("0\n");
    for (String name :
        List.of("spark.properties", "spark-submit.properties", "spark-submit.args")) {
      Path file = home.resolve("own").resolve(name);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void itsEventLogBeginsInTheAttemptsOwnDirectory() throws Exception {
    prepare(PROGRAM, other);
    assertThat(settings("spark-submit.properties"))
        .containsEntry("spark.master", "spark://m:7077")
        .containsEntry("spark.jars", home.resolve("own/jars/" + JAR.sha256() + ".jar").toUri() + "")
        .containsEntry("spark.eventLog.enabled", "true")
        .containsEntry("spark.eventLog.dir", "file:/s/attempts/2-9/event-log/")
        .containsEntry("spark.ui.enabled", "false")
        .doesNotContainKeys("spark.plugins", "spark.sql.sources.commitProtocolClass")
        .allSatisfy((key, value) -> assertThat((String) key).doesNotStartWith("spark.stoker."));
    assertThat(settings("spark.properties"))
        .containsEntry("spark.stoker.otherSpark", "Spark 3.5.6 for Scala 2.12")
        .containsEntry("spark.stoker.eventLogBegins", "file:/s/attempts/2-9/event-log/")
        .containsEntry("spark.stoker.eventLogDirectory", "file:///logs/")
        .containsEntry("spark.stoker.outputDirectory", "file:///s/attempts/2-9/data/")
        .containsEntry("spark.stoker.stderr", home.resolve("own/stderr").toString());
  }

  @Test
  void whatItCannotRunIsSaidBeforeItIsTried() throws Exception {
    SqlProgram sql = new SqlProgram(List.of(), "select 1", Map.of(), null);
    assertThatThrownBy(() -> prepare(sql, other))
        .isInstanceOf(SparkHomeException.class)
        .hasMessageContaining(
            other + " is Spark 3.5.6 for Scala 2.12, from which JAR and PYTHON programs run");
    assertThatThrownBy(() -> prepare(PYTHON, other))
        .isInstanceOf(SparkHomeException.class)
        .hasMessageContaining("has no pyspark of its own, " + other.resolve("python/lib"));
    Path old = spark("spark-core_2.11-2.4.8.jar");
    assertThatThrownBy(() -> prepare(PROGRAM, old))
        .isInstanceOf(SparkHomeException.class)
        .hasMessageContaining("is Spark 2.4.8 for Scala 2.11, and the oldest that runs here is");
  }

  @Test
  void aProgramInPythonIsRunByItsOwnPyspark() throws Exception {
    Path packages = Files.createDirectories(other.resolve("python/lib"));
    Files.writeString(packages.resolve("pyspark.zip"), "pyspark");
    prepare(PYTHON, other);
    assertThat(Files.readAllLines(home.resolve("own/spark-submit.args")))
        .endsWith("\"" + home.resolve("own/program/counts.py") + "\"", "\"x\"");
  }

  /** Another version for the same Scala is as foreign as one for another. */
  @Test
  void onlySpark4ForScala213HasThePlatformsPart() throws Exception {
    assertThat(prepare(PROGRAM, spark("spark-core_2.13-4.0.1.jar")).arguments())
        .contains("io.stoker.spark.StokerSubmit");
    assertThat(prepare(PROGRAM, spark("spark-core_2.13-3.5.6.jar")).arguments())
        .contains("io.stoker.spark.OtherSparkMain");
    assertThat(prepare(PROGRAM, spark("spark-core_3-5.0.0.jar")).arguments())
        .contains("io.stoker.spark.OtherSparkMain");
  }

  /** Such a driver looks for it in its settings only, which nobody else can read. */
  @Test
  void theSecretOfItsMasterStandsInItsOwnSettings() throws Exception {
    PrivateFiles.write(home.resolve("secrets"), "spark://m:7077 of-the-cluster\n");
    Command command = prepare(PROGRAM, other);
    assertThat(settings("spark-submit.properties"))
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.authenticate.secret", "of-the-cluster");
    assertThat(settings("spark.properties")).doesNotContainValue("of-the-cluster");
    assertThat(command.arguments()).noneMatch(it -> it.contains("of-the-cluster"));
  }

  private Path spark(String core) throws IOException {
    Path other = home.resolve("of-" + core);
    Files.writeString(Files.createDirectories(other.resolve("jars")).resolve(core), "core");
    return other;
  }

  private Command prepare(Program program, Path sparkHome) throws IOException {
    Map<String, String> conf =
        Map.of(
            "spark.master",
            "spark://m:7077",
            "spark.plugins",
            "io.stoker.spark.StokerPlugin",
            "spark.sql.sources.commitProtocolClass",
            "io.stoker.spark.AttemptCommitProtocol");
    DriverLaunch launch =
        new DriverLaunch(
            2,
            "main",
            "sta_secret",
            "rpc_secret",
            1000,
            GIB,
            GIB,
            conf,
            "file:///s/attempts/2-9/data/",
            program,
            "file:///logs/",
            sparkHome.toString());
    return new DriverCommand(site)
        .prepare(
            new Assignment(UUID.randomUUID(), "RUN", 5000, RUN, 9, RUN + "-9", launch, null, null),
            place);
  }

  private Properties settings(String name) throws IOException {
    Properties settings = new Properties();
    try (Reader in = Files.newBufferedReader(home.resolve("own").resolve(name))) {
      settings.load(in);
    }
    return settings;
  }
}
