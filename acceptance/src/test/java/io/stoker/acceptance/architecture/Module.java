package io.stoker.acceptance.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The modules, the packages that live in each, and which other modules each may use. */
enum Module {
  CRASH_POINTS("crash-points", "crash"),
  OPENAPI("openapi", "contract"),
  DB_MIGRATIONS("db-migrations", "database"),
  JOB_SERVICE(
      "job-service",
      "error,access,duty,memory,placement,revision,idempotency,cluster,artifact,queue,job,eventlog,run,"
          + "schedule,allocation"),
  SCHEDULER_QUARTZ("scheduler-quartz", "quartz"),
  DRIVER_LAUNCHER("driver-launcher", "launcher"),
  SPARK_RUNTIME("spark-runtime", "spark"),
  EXECUTOR_NODE("executor-node", "node"),
  PLATFORM_API("platform-api", "api"),
  CLI("cli", "cli");

  /** Surefire runs in the module's own directory, one below the repository's. */
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private final String directory;
  private final String features;

  Module(String directory, String features) {
    this.directory = directory;
    this.features = features;
  }

  String directory() {
    return directory;
  }

  /** The modules of ours that this one may know. */
  List<Module> uses() {
    return switch (this) {
      case CRASH_POINTS, OPENAPI, DB_MIGRATIONS -> List.of();
      case JOB_SERVICE -> List.of(CRASH_POINTS);
      case SCHEDULER_QUARTZ -> List.of(JOB_SERVICE);
      case DRIVER_LAUNCHER, SPARK_RUNTIME -> List.of(CRASH_POINTS, OPENAPI);
      case EXECUTOR_NODE -> List.of(CRASH_POINTS, OPENAPI, DRIVER_LAUNCHER);
      case PLATFORM_API ->
          List.of(OPENAPI, DB_MIGRATIONS, JOB_SERVICE, SCHEDULER_QUARTZ, DRIVER_LAUNCHER);
      case CLI -> List.of(OPENAPI, DRIVER_LAUNCHER, DB_MIGRATIONS);
    };
  }

  /** The modules of ours that this one must not know. */
  Stream<Module> forbidden() {
    return Arrays.stream(values()).filter(other -> other != this && !uses().contains(other));
  }

  /** Patterns of the packages that live here. */
  String[] packages() {
    return features().map(feature -> "io.stoker." + feature + "..").toArray(String[]::new);
  }

  /** A package of this module, to plant something in. */
  String somePackage() {
    return "io.stoker." + features().findFirst().orElseThrow();
  }

  private Stream<String> features() {
    return Pattern.compile(",").splitAsStream(features);
  }

  /** Whether a class was compiled here. */
  boolean compiled(JavaClass type) {
    return type.getSource().orElseThrow().getUri().getPath().startsWith(output("classes") + "/");
  }

  /** Whether a class's package belongs here. */
  boolean owns(JavaClass type) {
    return JavaClass.Predicates.resideInAnyPackage(packages()).test(type);
  }

  static JavaClasses production() {
    return new ClassFileImporter()
        .importPaths(Arrays.stream(values()).map(module -> module.output("classes")).toList());
  }

  /** The tests of every module, those of this one included. */
  static JavaClasses tests() {
    Stream<Path> others = Arrays.stream(values()).map(module -> module.output("test-classes"));
    Path here = Path.of("target", "test-classes").toAbsolutePath();
    return new ClassFileImporter().importPaths(Stream.concat(others, Stream.of(here)).toList());
  }

  private Path output(String kind) {
    return REPOSITORY.resolve(directory).resolve("target").resolve(kind);
  }
}
