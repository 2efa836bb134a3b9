package io.stoker.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.contract.Servers;
import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.driver.Packages;
import io.stoker.contract.driver.Program;
import io.stoker.contract.driver.PythonProgram;
import io.stoker.contract.driver.SqlProgram;
import io.stoker.contract.driver.UserProgram;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.DriverLaunch;
import io.stoker.contract.node.ExecutorLaunch;
import io.stoker.contract.node.HistoryServerLaunch;
import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.launcher.process.Command;
import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import tools.jackson.databind.json.JsonMapper;

class CommandsTest {
  private static final long GIB = 1024L * 1024 * 1024;
  private static final UUID RUN = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
  private static final SqlProgram PROGRAM =
      new SqlProgram(
          List.of(new SqlProgram.Input("v", "csv", "file:///a b.csv", Map.of(), null)),
          "select 'ü\n'",
          Map.of("p", new SqlProgram.Value("integer", "1")),
          new SqlProgram.Output("parquet", List.of(), Map.of()));

  private final Path home;
  private final LaunchSite site;
  private final WorkPlace place;

  CommandsTest(@TempDir Path home) throws Exception {
    this.home = home;
    Path java = Path.of(System.getProperty("java.home"));
    SparkRuntime runtime = Runtimes.in(home.resolve("spark"));
    site =
        new LaunchSite(
            java,
            runtime,
            "127.0.0.2",
            Servers.of("http://127.0.0.1:7700,http://127.0.0.9:7700"),
            7337,
            home.resolve("archives"),
            home.resolve("python"),
            MasterSecrets.NONE,
            null,
            true);
    place = new WorkPlace(Files.createDirectory(home.resolve("own")), home.resolve("local"));
  }

  @Test
  void startsDriverThroughStokerSubmit() throws Exception {
    Command command = new DriverCommand(site).prepare(driver(Map.of()), place);
    assertThat(command.arguments())
        .containsSubsequence(
            site.java(),
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Xmx1024m",
            "-XX:+UseG1GC",
            "-Djava.io.tmpdir=" + home.resolve("own/work"),
            "-Dlog4j2.configurationFile=file://" + home.resolve("spark/conf/log4j2.properties"),
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            home.resolve("spark/jars") + "/*",
            "io.stoker.spark.StokerSubmit",
            "--properties-file",
            home.resolve("own/spark.properties").toString(),
            "--class",
            "io.stoker.spark.SqlMain",
            "spark-internal",
            home.resolve("own/program.json").toString());
  }

  @Test
  void jvmTakesTheDriversOptions() throws Exception {
    Command command = new DriverCommand(site).prepare(driver(Map.of()), place);
    int classPath = command.arguments().indexOf("-cp");
    List<String> jvm = new ArrayList<>(command.arguments().subList(0, classPath));
    jvm.add("-version");
    Process java = new ProcessBuilder(jvm).inheritIO().start();
    assertThat(java.waitFor()).isZero();
  }

  @Test
  void writesSettingsThatSparkReadsBack() throws Exception {
    Map<String, String> awkward =
        Map.of("spark.a", "x=y:z #! \\ \"ü\" \t end", "spark.b", "two\nlines");
    new DriverCommand(site).prepare(driver(awkward), place);

    assertThat(settings())
        .containsEntry("spark.a", "x=y:z #! \\ \"ü\" \t end")
        .containsEntry("spark.b", "two\nlines")
        .containsEntry("spark.master", "stoker://127.0.0.1:7700,127.0.0.9:7700")
        .containsEntry("spark.app.id", RUN + "-9")
        .containsEntry("spark.driver.host", "127.0.0.2")
        .containsEntry("spark.driver.bindAddress", "127.0.0.2")
        .containsEntry("spark.stoker.runId", RUN.toString())
        .containsEntry("spark.stoker.fence", "9")
        .containsEntry("spark.stoker.attempt", "2")
        .containsEntry("spark.stoker.step", "main")
        .containsEntry("spark.stoker.uiPortFile", home.resolve("own/ui.port").toString())
        .containsEntry("spark.stoker.eventLogDirectory", "file:///logs/")
        .containsEntry("spark.stoker.outputDirectory", "file:///out/");
    String program = Files.readString(home.resolve("own/program.json"));
    assertThat(JsonMapper.shared().readValue(program, SqlProgram.class)).isEqualTo(PROGRAM);
  }

  /** The platform, and a run of long ago, say nothing of it: only who binds it to loopback does. */
  @Test
  void showsTheUiOnLoopbackOrNotAtAll() throws Exception {
    Map<String, String> sent = Map.of("spark.ui.enabled", "false");
    Command command = new DriverCommand(site).prepare(driver(sent), place);
    assertThat(command.environment()).containsEntry("SPARK_LOCAL_IP", "127.0.0.1");
    assertThat(settings())
        .containsEntry("spark.ui.enabled", "true")
        .containsEntry("spark.ui.port", "0")
        .containsEntry("spark.ui.killEnabled", "false")
        .containsEntry("spark.ui.heapHistogramEnabled", "false")
        .containsEntry("spark.ui.jetty.stopTimeout", "1s");

    LaunchSite closed = with(MasterSecrets.NONE, null, false);
    new DriverCommand(closed).prepare(driver(Map.of("spark.ui.enabled", "true")), place);
    assertThat(settings())
        .containsEntry("spark.ui.enabled", "false")
        .doesNotContainKeys("spark.ui.port", "spark.stoker.uiPortFile");
  }

  @Test
  void aDriverOfAnotherMasterTakesThePlatformsJarsToItAndNoSecret() throws Exception {
    Path jar = home.resolve("spark/jars/spark-runtime-1.jar");
    Files.writeString(jar, "ours");
    Files.writeString(home.resolve("spark/jars/openapi-2.jar"), "ours");
    Map<String, String> standalone = Map.of("spark.master", "spark://m:7077");
    Command command = new DriverCommand(site).prepare(driver(standalone), place);

    assertThat(settings())
        .containsEntry("spark.master", "spark://m:7077")
        .containsEntry("spark.driver.host", "127.0.0.2")
        .containsEntry(
            "spark.jars", home.resolve("spark/jars/openapi-2.jar").toUri() + "," + jar.toUri());
    assertThat(command.environment())
        .containsEntry("STOKER_ATTEMPT_TOKEN", "sta_secret")
        .doesNotContainKey("_SPARK_AUTH_SECRET");
    new DriverCommand(site).prepare(driver(Map.of("spark.master", "local[2]")), place);
    assertThat(settings())
        .containsEntry("spark.master", "local[2]")
        .doesNotContainKey("spark.jars");
  }

  @Test
  void theSecretOfAMasterReachesItsDriverByTheEnvironmentAlone() throws Exception {
    Path secrets = home.resolve("secrets");
    PrivateFiles.write(
        secrets, "spark://m:7077 of-the-cluster spark.network.crypto.enabled=true\n");
    LaunchSite knowing = with(new MasterSecrets(secrets), null, true);
    Command command =
        new DriverCommand(knowing).prepare(driver(Map.of("spark.master", "spark://m:7077")), place);

    assertThat(command.environment()).containsEntry("_SPARK_AUTH_SECRET", "of-the-cluster");
    assertThat(command.arguments()).noneMatch(it -> it.contains("of-the-cluster"));
    assertThat(settings())
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.network.crypto.enabled", "true")
        .doesNotContainValue("of-the-cluster");
    command =
        new DriverCommand(knowing)
            .prepare(driver(Map.of("spark.master", "spark://other:7077")), place);
    assertThat(command.environment()).doesNotContainKey("_SPARK_AUTH_SECRET");
    assertThat(settings()).doesNotContainKey("spark.authenticate");
  }

  /** Goes red when each job has to name the distribution that its node has for other masters. */
  @Test
  void aNodeMayHaveAnotherSparkForOtherMasters() throws Exception {
    Path theirs = home.resolve("hadoop");
    Files.createDirectories(theirs.resolve("jars"));
    Files.writeString(theirs.resolve("jars/spark-core_2.13-4.2.0.jar"), "theirs");
    Files.writeString(theirs.resolve("jars/spark-yarn_2.13-4.2.0.jar"), "theirs");
    DriverCommand node = new DriverCommand(with(MasterSecrets.NONE, theirs, true));

    for (String master : List.of("yarn", "k8s://https://k:6443", "spark://m:7077")) {
      Command command = node.prepare(driver(Map.of("spark.master", master)), place);
      assertThat(command.environment()).containsEntry("SPARK_HOME", theirs.toString());
      assertThat(String.join(" ", command.arguments())).contains(theirs.resolve("jars") + "/");
    }
    for (Map<String, String> here :
        List.<Map<String, String>>of(Map.of("spark.master", "local[2]"), Map.of())) {
      Command command = node.prepare(driver(here), place);
      assertThat(String.join(" ", command.arguments())).doesNotContain(theirs.toString());
    }
  }

  private LaunchSite with(MasterSecrets secrets, @Nullable Path otherSpark, boolean showsUi) {
    return new LaunchSite(
        site.javaHome(),
        site.runtime(),
        site.host(),
        site.platform(),
        site.shufflePort(),
        site.classArchives(),
        site.pythonDirectory(),
        secrets,
        otherSpark,
        showsUi);
  }

  @Test
  void packagesAreLookedForWhereTheyMayComeFromAndNowhereElse() throws Exception {
    Packages packages =
        new Packages(
            List.of("a:b:1", "c:d:2"), List.of("central", "https://repo.example/maven?&\"/"));
    JarProgram program = new JarProgram("a.Main", List.of(), List.of(), List.of(), packages);
    new DriverCommand(site).prepare(driver(Map.of(), program), place);

    Path ivy = home.resolve("own/ivysettings.xml");
    assertThat(settings())
        .containsEntry("spark.jars.packages", "a:b:1,c:d:2")
        .containsEntry("spark.jars.ivy", home.resolve("own/ivy").toString())
        .containsEntry("spark.jars.ivySettings", ivy.toUri().toString())
        .doesNotContainKey("spark.jars.repositories");
    var resolvers =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(ivy.toFile())
            .getElementsByTagName("ibiblio");
    assertThat(resolvers.getLength()).isEqualTo(2);
    assertThat(((Element) resolvers.item(0)).hasAttribute("root")).isFalse();
    assertThat(((Element) resolvers.item(1)).getAttribute("root"))
        .isEqualTo("https://repo.example/maven?&\"/");
  }

  @Test
  void aProgramInPythonFindsItsModulesAndItsNodesInterpreterByName() throws Exception {
    PythonProgram python =
        new PythonProgram(
            new UserProgram.File("a".repeat(64), "counts.py"),
            List.of("x"),
            List.of(new UserProgram.File("b".repeat(64), "helpers.py")),
            List.of(new UserProgram.Jar("c".repeat(64), "lib.jar")),
            List.of());
    Command command = new DriverCommand(site).prepare(driver(Map.of(), python), place);

    assertThat(command.arguments())
        .endsWith(
            "--class",
            "io.stoker.spark.PythonMain",
            "spark-internal",
            home.resolve("own/program.json").toString(),
            home.resolve("own/program/counts.py").toString());
    assertThat(command.environment().get("PATH")).startsWith(home.resolve("python") + ":");
    assertThat(settings())
        .containsEntry("spark.submit.pyFiles", home.resolve("own/pyfiles/helpers.py").toUri() + "")
        .containsEntry("spark.pyspark.driver.python", "stoker-python")
        .containsEntry("spark.pyspark.python", "stoker-python")
        .containsEntry(
            "spark.jars", home.resolve("own/jars/" + "c".repeat(64) + ".jar").toUri() + "");

    new DriverCommand(site)
        .prepare(driver(Map.of("spark.master", "spark://m:7077"), python), place);
    assertThat(settings())
        .as("its executors' machines have interpreters of their own")
        .containsEntry("spark.pyspark.driver.python", "stoker-python")
        .doesNotContainKey("spark.pyspark.python");
  }

  @Test
  void aDriverRunsFromAnotherSparkWithThePlatformsJarsBeforeIt() throws Exception {
    Files.writeString(home.resolve("spark/jars/crash-points-1.jar"), "ours");
    Path other = Runtimes.in(home.resolve("other")).home();
    // a job may name anything: nothing of it runs in the node's own JVM
    Files.writeString(other.resolve("jars/spark-launcher_2.13-4.2.0.jar"), "no jar");
    Command command =
        new DriverCommand(site)
            .prepare(driver(Map.of("spark.master", "yarn"), other.toString()), place);

    assertThat(command.arguments())
        .containsSubsequence(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Dlog4j2.configurationFile=file://" + home.resolve("spark/conf/log4j2.properties"),
            "-cp",
            home.resolve("spark/jars/crash-points-1.jar") + ":" + other.resolve("jars") + "/*",
            "io.stoker.spark.StokerSubmit");
    assertThat(command.environment()).containsEntry("SPARK_HOME", other.toString());
  }

  @Test
  void whatIsNoSparkThatADriverRunsFromIsSaid() throws Exception {
    DriverCommand drivers = new DriverCommand(site);
    Path none = home.resolve("none");
    assertThatThrownBy(() -> drivers.prepare(driver(Map.of(), none.toString()), place))
        .isInstanceOf(SparkHomeException.class)
        .hasMessageContaining(none + " is no Spark distribution: There is no directory");
  }

  private Properties settings() throws IOException {
    Properties settings = new Properties();
    try (Reader in = Files.newBufferedReader(home.resolve("own/spark.properties"))) {
      settings.load(in);
    }
    return settings;
  }

  @Test
  void keepsSecretsOutOfCommandLineAndSettings() throws Exception {
    Command driver = new DriverCommand(site).prepare(driver(Map.of()), place);
    Command executor = new ExecutorCommand(site).prepare(executor(), place, 7400);
    assertThat(driver.environment())
        .containsEntry("STOKER_URL", "http://127.0.0.1:7700,http://127.0.0.9:7700")
        .containsEntry("STOKER_ATTEMPT_TOKEN", "sta_secret")
        .containsEntry("_SPARK_AUTH_SECRET", "rpc_secret")
        .as("where its UI listens, and how it is called")
        .containsEntry("SPARK_LOCAL_IP", "127.0.0.1")
        .containsEntry("SPARK_LOCAL_HOSTNAME", "127.0.0.2")
        .containsEntry("SPARK_LOCAL_DIRS", home.resolve("local").toString())
        .containsEntry("SPARK_HOME", home.resolve("spark").toString());
    assertThat(executor.environment())
        .containsEntry("_SPARK_AUTH_SECRET", "rpc_secret")
        .containsEntry("SPARK_USER", "ann")
        .containsEntry("SPARK_LOCAL_IP", "127.0.0.2")
        .doesNotContainKeys("STOKER_ATTEMPT_TOKEN", "STOKER_URL");
    assertThat(driver.arguments()).noneMatch(a -> a.contains("secret"));
    assertThat(executor.arguments()).noneMatch(a -> a.contains("secret"));
    assertThat(driver.toString()).doesNotContain("secret");
    for (String name : List.of("spark.properties", "program.json")) {
      Path file = home.resolve("own").resolve(name);
      assertThat(file).content().doesNotContain("secret");
      assertThat(permissions(file)).isEqualTo("rw-------");
    }
  }

  @Test
  void startsExecutorAsSparkItselfWould() throws Exception {
    Command command = new ExecutorCommand(site).prepare(executor(), place, 7400);
    assertThat(command.arguments())
        .containsSubsequence(
            site.java(),
            "-Xmx2048m",
            "-XX:+UseG1GC",
            "-Dspark.shuffle.service.port=7337",
            "-Dspark.network.timeout=120s",
            "-Dspark.shuffle.service.port=7400",
            "-cp",
            home.resolve("spark/jars") + "/*",
            "org.apache.spark.executor.CoarseGrainedExecutorBackend",
            "--driver-url",
            "spark://CoarseGrainedScheduler@127.0.0.1:4040",
            "--executor-id",
            "3",
            "--bind-address",
            "127.0.0.2",
            "--hostname",
            "127.0.0.2",
            "--cores",
            "2",
            "--app-id",
            RUN + "-9",
            "--resourceProfileId",
            "0")
        .containsOnlyOnce(site.runtime().moduleOptions().toArray(String[]::new));
  }

  @Test
  void startsAShuffleServerThatIsToldNoSecret() {
    ShuffleDirectory directory = ShuffleDirectory.in(home);
    Command command =
        new ShuffleServerCommand(site, 512L << 20)
            .prepare(home.resolve("own"), directory, home.resolve("local"));
    assertThat(command.arguments())
        .containsSubsequence(
            site.java(),
            "-Xmx512m",
            "-Djava.io.tmpdir=" + home.resolve("own/work"),
            "-XX:MaxDirectMemorySize=256m",
            "-XX:+ExitOnOutOfMemoryError",
            "io.stoker.spark.shuffle.ShuffleMain",
            directory.path().toString(),
            home.resolve("local").toString(),
            "127.0.0.2",
            "7337");
    assertThat(command.environment()).doesNotContainKey("_SPARK_AUTH_SECRET");
  }

  /** To scan thousands of logs, or to delete any, is not what it is for. */
  @Test
  void startsAHistoryServerThatReadsALogWhenItIsAskedFor() {
    String logs = "file:///srv/j%C3%B6rg/100%25%20his/event-logs/";
    HistoryServerLaunch launch = new HistoryServerLaunch(GIB, GIB, logs, 10);
    Command command =
        new HistoryServerCommand(site, home.resolve("heard"), Duration.ofMinutes(10))
            .prepare(launch, place);
    assertThat(command.arguments())
        .contains(
            "-Dspark.history.fs.logDirectory=file:///srv/jörg/100% his/event-logs/",
            "-Dspark.history.fs.update.scanDisabledPathPatterns=.*",
            "-Dspark.history.fs.cleaner.enabled=false")
        .endsWith(
            "io.stoker.spark.history.HistoryMain",
            home.resolve("own/ui.port").toString(),
            home.resolve("heard").toString(),
            "600");
    assertThat(command.environment()).containsEntry("SPARK_LOCAL_IP", "127.0.0.1");
  }

  private static Assignment driver(Map<String, String> conf) {
    return driver(conf, PROGRAM, null);
  }

  private static Assignment driver(Map<String, String> conf, Program program) {
    return driver(conf, program, null);
  }

  private static Assignment driver(Map<String, String> conf, @Nullable String sparkHome) {
    return driver(conf, PROGRAM, sparkHome);
  }

  private static Assignment driver(
      Map<String, String> conf, Program program, @Nullable String sparkHome) {
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
            "file:///out/",
            program,
            "file:///logs/",
            sparkHome);
    return new Assignment(UUID.randomUUID(), "RUN", 5000, RUN, 9, RUN + "-9", launch, null, null);
  }

  @Test
  void anExecutorFindsItsNodesInterpreterByTheNameThatItsDriverTells() throws Exception {
    Command command = new ExecutorCommand(site).prepare(executor(), place, 7337);
    assertThat(command.environment().get("PATH")).startsWith(home.resolve("python") + ":");
  }

  private Assignment executor() {
    ExecutorLaunch launch =
        new ExecutorLaunch(
            2,
            3,
            0,
            "spark://CoarseGrainedScheduler@127.0.0.1:4040",
            "rpc_secret",
            2,
            2 * GIB,
            3 * GIB,
            List.of(
                site.runtime().moduleOptions().get(2),
                "-Dspark.shuffle.service.port=7337",
                "-Dspark.network.timeout=120s"),
            Map.of("SPARK_USER", "ann", "SPARK_LOCAL_IP", "0.0.0.0"));
    return new Assignment(UUID.randomUUID(), "RUN", 5000, RUN, 9, RUN + "-9", null, launch, null);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
