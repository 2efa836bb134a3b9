package io.stoker.launcher;

import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.driver.PythonProgram;
import io.stoker.contract.driver.UserProgram;
import io.stoker.contract.node.DriverLaunch;
import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a driver whose Spark the platform's classes do not link against. A small JVM
 * of the platform's own starts that Spark's submit with nothing of the platform on its class path,
 * holds the attempt's lease for it, and tells the platform how it ended.
 */
final class OtherSparkCommand {
  private static final String MAIN_CLASS = "io.stoker.spark.OtherSparkMain";
  private static final String SUBMIT_CLASS = "org.apache.spark.deploy.SparkSubmit";

  /** It would tell nobody where it is. */
  private static final String NO_UI = "0\n";

  /** What only the platform's classes know. */
  private static final List<String> OURS =
      List.of("spark.stoker.", "spark.plugins", "spark.sql.sources.commitProtocolClass");

  /** Of the JVM that watches; what it takes is not the program's. */
  private static final List<String> WATCHER =
      List.of(
          "-Xmx128m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          OutOfMemory.JVM_OPTION);

  private static final long WATCHER_HEAP = 128L << 20;

  private final LaunchSite site;
  private final SparkDistribution spark;
  private final WorkPlace place;

  OtherSparkCommand(LaunchSite site, SparkDistribution spark, WorkPlace place) {
    this.site = site;
    this.spark = spark;
    this.place = place;
  }

  /**
   * Writes what both JVMs read.
   *
   * @param settings all of the attempt's
   * @param secret of its master; null when there is none
   * @throws SparkHomeException when this Spark cannot run such a program
   */
  List<String> line(
      DriverLaunch launch, Master master, Map<String, String> settings, @Nullable String secret)
      throws IOException {
    UserProgram program = program(launch);
    Map<String, String> all = new HashMap<>(settings);
    all.put("spark.stoker.otherSpark", spark.named());
    all.put("spark.stoker.stderr", place.own().resolve("stderr").toString());
    all.put("spark.stoker.eventLogBegins", beginning(launch));
    Path watched = place.own().resolve("spark-submit.args");
    Path theirs = place.own().resolve("spark-submit.properties");
    SparkProperties.write(theirs, theirs(launch, all, secret));
    PrivateFiles.write(watched, ArgumentFile.of(submit(launch, program, master, theirs)));
    Path file = place.own().resolve("spark.properties");
    SparkProperties.write(file, all);
    PrivateFiles.write(place.uiPort(), NO_UI);

    List<String> line = new ArrayList<>();
    line.add(site.java());
    line.addAll(site.runtime().moduleOptions());
    line.addAll(WATCHER);
    line.addAll(new ClassArchive(site).options(WATCHER_HEAP));
    line.addAll(JvmOptions.of(site, place.temporary()));
    line.addAll(List.of("-cp", site.runtime().classPath(), MAIN_CLASS, file.toString()));
    line.addAll(List.of(site.java(), "@" + watched));
    return line;
  }

  private UserProgram program(DriverLaunch launch) throws SparkHomeException {
    if (!(launch.program() instanceof UserProgram program)) {
      throw new SparkHomeException(
          "%s is %s, from which JAR and PYTHON programs run and no SQL of a job: the part that executes that is made for Spark 4 and Scala 2.13"
              .formatted(spark.spark().home(), spark.named()));
    }
    Path packages = spark.spark().home().resolve("python").resolve("lib").resolve("pyspark.zip");
    if (program instanceof PythonProgram && !Files.isReadable(packages)) {
      throw new SparkHomeException(
          "%s is %s and has no pyspark of its own, %s"
              .formatted(spark.spark().home(), spark.named(), packages));
    }
    return program;
  }

  private List<String> submit(
      DriverLaunch launch, UserProgram program, Master master, Path settings) {
    List<String> line = new ArrayList<>(JvmOptions.of(site, spark, place, launch.heapBytes()));
    line.add(OutOfMemory.JVM_OPTION);
    line.addAll(List.of("-cp", spark.spark().classPath() + master.classPath(), SUBMIT_CLASS));
    line.addAll(List.of("--properties-file", settings.toString()));
    if (program instanceof JarProgram jar) {
      line.addAll(List.of("--class", jar.mainClass(), "spark-internal"));
    } else if (program instanceof PythonProgram python) {
      line.add(place.program(python.file().name()).toString());
    }
    line.addAll(program.arguments());
    return line;
  }

  /** A directory of the attempt's own: another Spark names its event log by an id of its own. */
  private static String beginning(DriverLaunch launch) {
    return URI.create(launch.outputDirectory()).resolve("../event-log/").toString();
  }

  private static Map<String, String> theirs(
      DriverLaunch launch, Map<String, String> all, @Nullable String secret) {
    Map<String, String> theirs = new HashMap<>(all);
    theirs.keySet().removeIf(key -> OURS.stream().anyMatch(key::startsWith));
    theirs.put("spark.ui.enabled", "false");
    if (secret != null) {
      // where a driver of Standalone looks for it, and the environment is not enough
      theirs.put("spark.authenticate.secret", secret);
    }
    theirs.put("spark.eventLog.enabled", Boolean.toString(launch.eventLogDirectory() != null));
    if (launch.eventLogDirectory() != null) {
      theirs.put("spark.eventLog.dir", beginning(launch));
      theirs.put("spark.eventLog.rolling.enabled", "true");
      // the first one is written anew with the attempt's id
      theirs.put("spark.eventLog.rolling.maxFileSize", "10m");
      theirs.put("spark.eventLog.compress", "true");
      theirs.put("spark.eventLog.compression.codec", "zstd");
      theirs.put("spark.eventLog.logStageExecutorMetrics", "true");
    }
    return theirs;
  }
}
