package io.stoker.spark.cluster;

import io.stoker.contract.driver.SqlProgram;
import io.stoker.spark.AttemptCommitProtocol;
import io.stoker.spark.FakePlatform;
import io.stoker.spark.SqlMain;
import io.stoker.spark.StokerPlugin;
import io.stoker.spark.StokerSubmit;
import io.stoker.spark.platform.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.launcher.JavaModuleOptions;

/** A driver's JVM, started the way a node starts it. */
final class DriverProcess {
  static final long FENCE = 7;
  static final String SECRET = "a-secret-of-this-attempt-alone";

  final UUID runId = UUID.randomUUID();
  final String applicationId = runId + "-" + FENCE;
  private final Path directory;
  private final FakePlatform platform;

  DriverProcess(Path directory, FakePlatform platform) {
    this.directory = directory;
    this.platform = platform;
  }

  Process start(SqlProgram program) throws IOException {
    Files.writeString(directory.resolve("program.json"), Json.write(program));
    List<String> lines = new ArrayList<>();
    settings().forEach((key, value) -> lines.add(key + "=" + value));
    Files.write(directory.resolve("spark.properties"), lines);
    List<String> command = new ArrayList<>(JavaProcess.java());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(List.of("-Xmx512m", "-XX:+UseG1GC", JavaProcess.logging()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StokerSubmit.class.getName(), "--properties-file", "spark.properties"));
    command.addAll(List.of("--class", SqlMain.class.getName(), "spark-internal", "program.json"));
    ProcessBuilder builder = JavaProcess.builder(command, directory, "driver");
    builder.environment().put("STOKER_URL", platform.url().toString());
    builder.environment().put("STOKER_ATTEMPT_TOKEN", FakePlatform.TOKEN);
    builder.environment().put("_SPARK_AUTH_SECRET", SECRET);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_LOCAL_DIRS", directory.toString());
    return builder.start();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.master", "stoker://" + platform.url().getAuthority());
    settings.put("spark.app.id", applicationId);
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.driver.bindAddress", "127.0.0.1");
    settings.put("spark.executor.instances", "2");
    settings.put("spark.executor.cores", "1");
    settings.put("spark.executor.memory", "512m");
    settings.put("spark.authenticate", "true");
    settings.put("spark.network.crypto.enabled", "true");
    settings.put("spark.network.crypto.authEngineVersion", "2");
    settings.put("spark.network.crypto.saslFallback", "false");
    settings.put("spark.io.encryption.enabled", "true");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.plugins", StokerPlugin.class.getName());
    settings.put("spark.sql.sources.commitProtocolClass", AttemptCommitProtocol.class.getName());
    settings.put("spark.sql.session.timeZone", "UTC");
    settings.put("spark.sql.variable.substitute", "false");
    settings.put("spark.sql.shuffle.partitions", "3");
    settings.put("spark.sql.adaptive.coalescePartitions.enabled", "false");
    settings.put("spark.shuffle.readHostLocalDisk", "false");
    settings.put("spark.scheduler.minRegisteredResourcesRatio", "0.8");
    settings.put("spark.locality.wait", "0s");
    settings.put("spark.executor.heartbeatInterval", "5s");
    settings.put("spark.executor.metrics.pollingInterval", "1s");
    settings.put("spark.stoker.runId", runId.toString());
    settings.put("spark.stoker.fence", Long.toString(FENCE));
    settings.put("spark.stoker.attempt", "1");
    settings.put("spark.stoker.step", "main");
    settings.put("spark.stoker.outputDirectory", directory.resolve("data").toUri() + "/");
    return settings;
  }

  String log() throws IOException {
    return Files.readString(directory.resolve("driver.log"));
  }
}
