package io.stoker.launcher;

import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.driver.Program;
import io.stoker.contract.driver.PythonProgram;
import io.stoker.contract.driver.UserProgram;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.DriverLaunch;
import io.stoker.launcher.process.Command;
import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command line of a driver. Its ports are left to Spark, on the node's own address, and told to
 * the platform by the driver itself.
 */
public final class DriverCommand {
  static final String SHUFFLE_PORT = "spark.shuffle.service.port";

  /**
   * The UI is switched on here and not by the platform: only who also moves it to loopback may. An
   * older node does not, and a run may have been submitted long ago.
   */
  private static final Map<String, String> UI =
      Map.of(
          "spark.ui.enabled", "true",
          "spark.ui.port", "0",
          // cancelling is the platform's matter
          "spark.ui.killEnabled", "false",
          // it makes the driver collect its whole heap
          "spark.ui.heapHistogramEnabled", "false",
          // a page that is just read holds up no run's end
          "spark.ui.jetty.stopTimeout", "1s");

  private static final String SUBMIT_CLASS = "io.stoker.spark.StokerSubmit";
  private static final String SQL_MAIN_CLASS = "io.stoker.spark.SqlMain";
  private static final String JAR_MAIN_CLASS = "io.stoker.spark.JarMain";
  private static final String PYTHON_MAIN_CLASS = "io.stoker.spark.PythonMain";

  private final LaunchSite site;

  public DriverCommand(LaunchSite site) {
    this.site = site;
  }

  /** Writes the driver's settings and program into its directory, and says how to start it. */
  public Command prepare(Assignment assignment, WorkPlace place) throws IOException {
    DriverLaunch launch = Objects.requireNonNull(assignment.driver());
    Master master = Master.of(launch.sparkConf());
    SparkDistribution spark = SparkDistribution.of(sparkHome(launch, master), site.runtime());
    Optional<MasterSecrets.Known> known = site.masterSecrets().of(master);
    Map<String, String> settings = settings(assignment, launch, spark, master, place);
    known.ifPresent(
        it -> {
          settings.put("spark.authenticate", "true");
          settings.putAll(it.settings());
        });
    String secret = known.map(MasterSecrets.Known::secret).orElse(null);
    List<String> line =
        spark.hasPlatformsPart()
            ? line(launch, spark, master, settings, place)
            : new OtherSparkCommand(site, spark, place).line(launch, master, settings, secret);
    return new Command(line, environment(launch, spark, master, secret, place));
  }

  /** Null for the node's own Spark. */
  private @Nullable String sparkHome(DriverLaunch launch, Master master) {
    Path ofNode = master.hasExecutorsElsewhere() ? site.otherSparkHome() : null;
    return launch.sparkHome() != null || ofNode == null ? launch.sparkHome() : ofNode.toString();
  }

  private List<String> line(
      DriverLaunch launch,
      SparkDistribution spark,
      Master master,
      Map<String, String> all,
      WorkPlace place)
      throws IOException {
    Path settings = place.own().resolve("spark.properties");
    Path program = place.own().resolve("program.json");
    SparkProperties.write(settings, all);
    PrivateFiles.write(program, JsonMapper.shared().writeValueAsString(launch.program()));

    List<String> line = new ArrayList<>();
    line.add(site.java());
    line.addAll(JvmOptions.of(site, spark, place, launch.heapBytes()));
    line.add(OutOfMemory.JVM_OPTION);
    line.addAll(List.of("-cp", spark.classPath() + master.classPath(), SUBMIT_CLASS));
    line.addAll(List.of("--properties-file", settings.toString()));
    line.addAll(List.of("--class", mainClass(launch.program())));
    line.addAll(List.of("spark-internal", program.toString()));
    if (launch.program() instanceof PythonProgram python) {
      line.add(place.program(python.file().name()).toString());
    }
    return line;
  }

  private static String mainClass(Program program) {
    if (program instanceof JarProgram) {
      return JAR_MAIN_CLASS;
    }
    return program instanceof PythonProgram ? PYTHON_MAIN_CLASS : SQL_MAIN_CLASS;
  }

  /**
   * Where a program's tables go: beside its result, since executors on other machines write them
   * and read them. Spark takes it as text, in which nothing is escaped.
   */
  private static String tables(DriverLaunch launch) {
    URI directory = URI.create(launch.outputDirectory()).resolve("../warehouse/");
    return directory.getScheme() + ":" + directory.getPath();
  }

  private Map<String, String> settings(
      Assignment assignment,
      DriverLaunch launch,
      SparkDistribution spark,
      Master master,
      WorkPlace place)
      throws IOException {
    Map<String, String> settings = new HashMap<>(launch.sparkConf());
    settings.putIfAbsent(Master.SETTING, site.master());
    settings.put("spark.app.id", assignment.applicationId());
    settings.put("spark.driver.host", site.host());
    settings.put("spark.driver.bindAddress", site.host());
    // by it a driver tells files that a shuffle server can delete from those of an executor
    settings.put(SHUFFLE_PORT, Integer.toString(site.shufflePort()));
    settings.put("spark.stoker.runId", String.valueOf(assignment.runId()));
    settings.put("spark.stoker.fence", Long.toString(assignment.fence()));
    settings.put("spark.stoker.attempt", Integer.toString(launch.attempt()));
    settings.put("spark.stoker.step", launch.step());
    settings.put("spark.stoker.outputDirectory", launch.outputDirectory());
    settings.put("spark.sql.warehouse.dir", tables(launch));
    if (site.showsUi()) {
      settings.putAll(UI);
      settings.put("spark.stoker.uiPortFile", place.uiPort().toString());
    } else {
      settings.put("spark.ui.enabled", "false");
    }
    if (launch.eventLogDirectory() != null) {
      settings.put("spark.stoker.eventLogDirectory", launch.eventLogDirectory());
    }
    List<Path> jars = jars(launch.program(), spark, master, place);
    if (!jars.isEmpty()) {
      // the driver's class path after Spark's own, and served to executors
      settings.put("spark.jars", list(jars));
    }
    List<Path> files = files(launch.program(), place);
    if (!files.isEmpty()) {
      settings.put("spark.files", list(files));
    }
    if (launch.program() instanceof PythonProgram python) {
      settings.putAll(python(python, master, place));
    }
    if (launch.program() instanceof UserProgram program && program.packages() != null) {
      settings.putAll(IvySettings.of(program.packages(), place));
    }
    return settings;
  }

  /**
   * Interpreters are named and not placed: each node's directory of that name is on the path of its
   * processes. Who has executors elsewhere has interpreters elsewhere.
   */
  private static Map<String, String> python(PythonProgram program, Master master, WorkPlace place) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.pyspark.driver.python", PythonInterpreter.COMMAND);
    if (!master.hasExecutorsElsewhere()) {
      settings.put("spark.pyspark.python", PythonInterpreter.COMMAND);
    }
    List<Path> modules = program.pyFiles().stream().map(file -> place.pyFile(file.name())).toList();
    if (!modules.isEmpty()) {
      settings.put("spark.submit.pyFiles", list(modules));
    }
    return settings;
  }

  private static String list(List<Path> paths) {
    return paths.stream().map(path -> path.toUri().toString()).collect(Collectors.joining(","));
  }

  private static List<Path> files(Program program, WorkPlace place) {
    return program instanceof UserProgram ofUser
        ? ofUser.files().stream().map(file -> place.file(file.name())).toList()
        : List.of();
  }

  /** Executors of another cluster have nothing of the platform, and write results by its rules. */
  private List<Path> jars(
      Program program, SparkDistribution spark, Master master, WorkPlace place) {
    List<Path> jars = new ArrayList<>();
    if (program instanceof UserProgram ofUser) {
      ofUser.jars().forEach(jar -> jars.add(place.jar(jar.sha256())));
    }
    if (master.hasExecutorsElsewhere() && spark.hasPlatformsPart()) {
      jars.addAll(site.runtime().platformJars());
    }
    return jars;
  }

  private Map<String, String> environment(
      DriverLaunch launch,
      SparkDistribution spark,
      Master master,
      @Nullable String secretOfMaster,
      WorkPlace place) {
    String secret = master.isOther() ? secretOfMaster : launch.authSecret();
    Map<String, String> environment =
        secret == null ? Environment.of(site, place) : Environment.of(site, place, secret);
    environment.put("SPARK_HOME", spark.spark().home().toString());
    // all else has a setting for where it listens, and the name stays
    environment.putAll(Environment.UI_ON_LOOPBACK);
    environment.put("SPARK_LOCAL_HOSTNAME", site.host());
    environment.putAll(master.environment());
    environment.put("STOKER_URL", site.platform().toString());
    environment.put("STOKER_ATTEMPT_TOKEN", launch.attemptToken());
    return environment;
  }
}
