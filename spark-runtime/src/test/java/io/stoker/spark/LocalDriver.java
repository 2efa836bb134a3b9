package io.stoker.spark;

import io.stoker.contract.driver.DriverFailure;
import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.driver.PythonProgram;
import io.stoker.contract.driver.SqlProgram;
import io.stoker.contract.driver.UserProgram;
import io.stoker.contract.run.Manifest;
import io.stoker.spark.driver.DriverSession;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/** Runs a SQL program in this JVM as a driver would, on Spark's local master. */
final class LocalDriver implements AutoCloseable {
  static final long FENCE = 42;

  final FakePlatform platform = new FakePlatform(FENCE);
  final UUID runId = UUID.randomUUID();
  final Path data;
  final List<Integer> selfStops = new CopyOnWriteArrayList<>();

  private final SparkConf conf = new SparkConf(false);
  private final List<UserProgram.File> modules = new ArrayList<>();
  private final List<SqlProgram.Input> inputs = new ArrayList<>();
  private final Map<String, SqlProgram.Value> parameters = new LinkedHashMap<>();
  private SqlProgram.@Nullable Output output =
      new SqlProgram.Output("parquet", List.of(), Map.of());

  LocalDriver(Path storage) {
    Path attempt = storage.resolve("job/" + runId + "/main/attempts/1-" + FENCE);
    data = attempt.resolve("data");
    conf.setAppName("test")
        .setMaster("local[2]")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.local.dir", storage.resolve("local").toString())
        .set("spark.sql.warehouse.dir", storage.resolve("warehouse").toUri().toString())
        .set("spark.sql.session.timeZone", "UTC")
        .set("spark.sql.variable.substitute", "false")
        .set("spark.sql.shuffle.partitions", "3")
        .set("spark.sql.codegen.wholeStage", "false")
        .set("spark.sql.sources.commitProtocolClass", AttemptCommitProtocol.class.getName())
        .set("spark.plugins", StokerPlugin.class.getName())
        .set("spark.stoker.runId", runId.toString())
        .set("spark.stoker.fence", Long.toString(FENCE))
        .set("spark.stoker.attempt", "1")
        .set("spark.stoker.step", "main")
        .set("spark.stoker.outputDirectory", data.toUri().toString().replaceAll("/*$", "/"));
  }

  LocalDriver set(String key, String value) {
    conf.set(key, value);
    return this;
  }

  LocalDriver input(String view, String format, Path path, Map<String, String> options) {
    return input(view, format, path.toUri().toString(), options, null);
  }

  LocalDriver input(
      String view,
      String format,
      String path,
      Map<String, String> options,
      @Nullable String schema) {
    inputs.add(new SqlProgram.Input(view, format, path, options, schema));
    return this;
  }

  LocalDriver parameter(String name, String type, String text) {
    parameters.put(name, new SqlProgram.Value(type, text));
    return this;
  }

  LocalDriver output(String format, List<String> partitionBy, Map<String, String> options) {
    output = new SqlProgram.Output(format, partitionBy, options);
    return this;
  }

  LocalDriver noOutput() {
    output = null;
    return this;
  }

  /** Says whether the driver would have ended with exit code 0. */
  boolean run(String sql) {
    return run(sql, conf);
  }

  /** The program sees other settings than the platform assigned. */
  boolean run(String sql, SparkConf effective) {
    try (DriverSession session = session()) {
      return SqlMain.run(session, new SqlProgram(inputs, sql, parameters, output), effective);
    }
  }

  /** Runs a program of a jar, which finds its settings where Spark's submit puts them. */
  boolean run(UserJar jar, String mainClass, String... arguments) throws IOException {
    publishSettings();
    try (DriverSession session = session();
        URLClassLoader classes = jar.loader()) {
      Thread.currentThread().setContextClassLoader(classes);
      JarProgram program = new JarProgram(mainClass, List.of(arguments), List.of(jar.named()));
      return JarMain.run(session, program, classes, conf);
    } finally {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
      withdrawSettings();
    }
  }

  /** A module for programs in Python, as a node lays it out. */
  LocalDriver pyFile(UserProgram.File named, Path file) {
    modules.add(named);
    return set("spark.submit.pyFiles", file.toString());
  }

  /** Runs a program in Python; says with which exit code the driver would have ended. */
  int run(Path source, String... arguments) {
    publishSettings();
    try (DriverSession session = session()) {
      UserProgram.File file =
          new UserProgram.File("b".repeat(64), String.valueOf(source.getFileName()));
      PythonProgram program =
          new PythonProgram(file, List.of(arguments), modules, List.of(), List.of());
      return PythonMain.run(session, program, source, new SparkConf());
    } finally {
      withdrawSettings();
    }
  }

  /** Where Spark's submit puts them. */
  private void publishSettings() {
    for (var setting : conf.getAll()) {
      System.setProperty(setting._1(), setting._2());
    }
  }

  private void withdrawSettings() {
    for (var setting : conf.getAll()) {
      System.clearProperty(setting._1());
    }
  }

  private DriverSession session() {
    Map<String, String> environment =
        Map.of("STOKER_URL", platform.url().toString(), "STOKER_ATTEMPT_TOKEN", FakePlatform.TOKEN);
    return DriverSession.open(conf, environment, (code, why) -> selfStops.add(code));
  }

  SparkConf conf() {
    return conf;
  }

  Manifest manifest() {
    Manifest manifest = platform.committed;
    if (manifest == null) {
      throw new AssertionError("Nothing was committed; failures: " + platform.failures);
    }
    return manifest;
  }

  DriverFailure failure() {
    if (platform.failures.size() != 1) {
      throw new AssertionError("One failure was expected: " + platform.failures);
    }
    return platform.failures.get(0);
  }

  @Override
  public void close() {
    platform.close();
  }
}
