package io.stoker.node;

import io.stoker.contract.Servers;
import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.driver.Program;
import io.stoker.contract.driver.PythonProgram;
import io.stoker.contract.driver.SqlProgram;
import io.stoker.contract.driver.UserProgram;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.DriverLaunch;
import io.stoker.contract.node.ExecutorLaunch;
import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.launcher.ClassArchive;
import io.stoker.launcher.HistoryServerCommand;
import io.stoker.launcher.LaunchSite;
import io.stoker.launcher.MasterSecrets;
import io.stoker.launcher.PythonInterpreter;
import io.stoker.launcher.SparkRuntime;
import io.stoker.launcher.WorkPlace;
import io.stoker.launcher.process.Command;
import io.stoker.node.artifact.ArtifactCache;
import io.stoker.node.home.HeardFile;
import io.stoker.node.home.NodeProblem;
import io.stoker.node.platform.PlatformClient;
import io.stoker.node.process.HistoryLog;
import io.stoker.node.process.ProcessCommands;
import io.stoker.node.process.SparkCommands;
import io.stoker.node.python.PythonProbe;
import io.stoker.node.shuffle.Applications;
import io.stoker.node.shuffle.Probe;
import io.stoker.node.shuffle.ShuffleServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** A node service inside the test's JVM, with shell scripts in the place of Spark. */
final class TestNode implements AutoCloseable {
  private static final String SCRIPT = "test.script";

  /** More than most tests write. */
  private static final String LOG_LIMIT = "12m";

  private final Node node;
  private final CompletableFuture<Void> end;

  private TestNode(Node node) {
    this.node = node;
    this.end = CompletableFuture.runAsync(node::run, command -> new Thread(command).start());
  }

  static TestNode start(Path home, Servers platform, Duration selfStopAfter) throws IOException {
    return new TestNode(node(home, platform, Duration.ZERO, selfStopAfter));
  }

  static TestNode start(Path home, Servers platform, MemoryEnforcement memory) throws IOException {
    return new TestNode(node(home, platform, Duration.ZERO, Duration.ofMinutes(10), memory));
  }

  static TestNode startDrainingOnStop(Path home, Servers platform, Duration atMost)
      throws IOException {
    return new TestNode(node(home, platform, atMost, Duration.ofMinutes(10)));
  }

  static Node node(Path home, Servers platform, Duration selfStopAfter) throws IOException {
    return node(home, platform, Duration.ZERO, selfStopAfter);
  }

  private static Node node(
      Path home, Servers platform, Duration drainOnStop, Duration selfStopAfter)
      throws IOException {
    return node(home, platform, drainOnStop, selfStopAfter, MemoryEnforcement.WATCHED);
  }

  private static Node node(
      Path home,
      Servers platform,
      Duration drainOnStop,
      Duration selfStopAfter,
      MemoryEnforcement memory)
      throws IOException {
    Path token = home.resolveSibling("token");
    if (!Files.exists(token)) {
      Files.writeString(token, FakePlatform.TOKEN + "\n");
    }
    NodeProperties properties =
        new NodeProperties(
            "node-1",
            "127.0.0.1",
            0,
            false,
            platform.toString(),
            token.toString(),
            home.toString(),
            "spark",
            "",
            "",
            "none",
            "",
            "2",
            "6g",
            memory,
            "zone=a",
            "2g",
            LOG_LIMIT,
            "",
            Duration.ofHours(1),
            7337,
            "512m",
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            drainOnStop,
            selfStopAfter);
    SparkRuntime runtime = new SparkRuntime(Path.of("/spark"), "4.2.0", "abc", List.of());
    PlatformClient client = new PlatformClient(platform, JsonMapper.shared());
    ArtifactCache artifacts = new ArtifactCache(home, 1L << 20, InstantSource.system());
    ShuffleServer shuffle = shuffle(home);
    LaunchSite site =
        new LaunchSite(
            java(home),
            runtime,
            "127.0.0.1",
            platform,
            7337,
            home.resolve("class-archives"),
            home.resolve("python"),
            MasterSecrets.NONE,
            null,
            true);
    ProcessCommands spark =
        new SparkCommands(
            site,
            new HistoryServerCommand(site, HeardFile.in(home).file(), selfStopAfter),
            HistoryLog.in(home),
            artifacts,
            shuffle);
    return new Node(
        properties,
        new Machine(runtime, 17),
        client,
        commands(spark),
        artifacts,
        shuffle,
        new ClassArchive(site),
        new PythonProbe("none", runtime, new PythonInterpreter(home.resolve("python"))));
  }

  /** A Java that runs the script of an executor's environment, whatever its options. */
  private static Path java(Path home) throws IOException {
    Path directory = home.resolveSibling("java");
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\nexec sh -c \"$SCRIPT\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    return directory;
  }

  private static ShuffleServer shuffle(Path home) {
    ShuffleDirectory directory = ShuffleDirectory.in(home);
    String script = "echo 7777 > '" + directory.port() + "'; exec sleep 1000";
    return new ShuffleServer(
        directory,
        new Applications(directory),
        own -> new Command(List.of("sh", "-c", script), Map.of("PATH", "/usr/bin:/bin")),
        new Probe("127.0.0.1", Duration.ofHours(1)), // a script answers nothing
        new ShuffleServer.Limits(Duration.ofMinutes(10), 1L << 30),
        InstantSource.system());
  }

  /** An assignment of a driver that is a shell script. */
  static Assignment assignment(String script) {
    return assignment(script, 1L << 30);
  }

  /** The same, that owns so much memory. */
  static Assignment assignment(String script, long memoryBytes) {
    return assignment(script, memoryBytes, new SqlProgram(List.of(), "select 1", Map.of(), null));
  }

  /** The same, that needs a jar. */
  static Assignment jarAssignment(String script, String digest) {
    UserProgram.Jar jar = new UserProgram.Jar(digest, "examples.jar");
    return assignment(script, 1L << 30, new JarProgram("a.Main", List.of(), List.of(jar)));
  }

  /** The same, that needs a file under a name. */
  static Assignment fileAssignment(String script, String digest, String name) {
    UserProgram.File file = new UserProgram.File(digest, name);
    return assignment(
        script, 1L << 30, new JarProgram("a.Main", List.of(), List.of(), List.of(file)));
  }

  /** A driver of a program in Python whose file and module are the same. */
  static Assignment pythonAssignment(String script, String digest) {
    UserProgram.File file = new UserProgram.File(digest, "counts.py");
    UserProgram.File module = new UserProgram.File(digest, "helpers.py");
    return assignment(
        script,
        1L << 30,
        new PythonProgram(file, List.of(), List.of(module), List.of(), List.of()));
  }

  private static Assignment assignment(String script, long memoryBytes, Program program) {
    UUID run = UUID.randomUUID();
    DriverLaunch launch =
        new DriverLaunch(
            1,
            "main",
            "sta_token",
            "secret",
            1000,
            memoryBytes,
            memoryBytes,
            Map.of(SCRIPT, script),
            "file:///out/",
            program,
            null,
            null);
    return new Assignment(UUID.randomUUID(), "RUN", 60_000, run, 7, run + "-7", launch, null, null);
  }

  /** An executor that is a shell script. */
  static Assignment executorAssignment(String script) {
    UUID run = UUID.randomUUID();
    ExecutorLaunch launch =
        new ExecutorLaunch(
            1,
            1,
            0,
            "spark://x",
            "rpc_secret",
            1,
            1L << 30,
            1L << 30,
            List.of(),
            Map.of("SCRIPT", script));
    return new Assignment(UUID.randomUUID(), "RUN", 60_000, run, 7, run + "-7", null, launch, null);
  }

  /** What the platform says once the attempt is over. */
  static Assignment withoutLaunch(Assignment a) {
    return new Assignment(
        a.id(),
        a.desired(),
        a.stopGraceMillis(),
        a.runId(),
        a.fence(),
        a.applicationId(),
        null,
        null,
        null);
  }

  static Assignment toStop(Assignment a, Duration grace) {
    return new Assignment(
        a.id(),
        "STOP",
        grace.toMillis(),
        a.runId(),
        a.fence(),
        a.applicationId(),
        a.driver(),
        a.executor(),
        a.historyServer());
  }

  /** Waits until the node has ended by itself, and says why. */
  NodeProblem awaitProblem() {
    try {
      end.orTimeout(60, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof NodeProblem problem) {
        return problem;
      }
      throw e;
    }
    throw new AssertionError("The node ended without a problem");
  }

  @Override
  public void close() {
    node.close();
  }

  /** Scripts, and the real way of their jars and of executors. */
  private static ProcessCommands commands(ProcessCommands spark) {
    return new ProcessCommands() {
      @Override
      public boolean isReady(Assignment assignment) throws IOException {
        return spark.isReady(assignment);
      }

      @Override
      public Command prepare(Assignment assignment, WorkPlace place) throws IOException {
        Command ofSpark = spark.prepare(assignment, place);
        return assignment.executor() != null ? ofSpark : command(assignment, place);
      }
    };
  }

  private static Command command(Assignment assignment, WorkPlace place) throws IOException {
    DriverLaunch driver = Objects.requireNonNull(assignment.driver());
    String script = Objects.requireNonNull(driver.sparkConf().get(SCRIPT));
    if (script.equals("fail")) {
      throw new IOException("no room for it");
    }
    Map<String, String> environment =
        Map.of(
            "OWN", place.own().toString(),
            "LOCAL", place.local().toString(),
            "PATH", "/usr/bin:/bin");
    return new Command(List.of("sh", "-c", script), environment);
  }
}
