package io.stoker.acceptance.harness;

import static java.util.Objects.requireNonNullElse;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the build packaged, and the data that stands in the repository. */
public final class Packaged {
  /** Failsafe runs in the module's own directory, one below the repository's. */
  public static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  /** What a test run leaves for a person to read. */
  public static final Path REPORTS = Path.of("target", "acceptance").toAbsolutePath();

  public static Path serverJar() {
    return existing(REPOSITORY.resolve("platform-api/target/platform-api-0.1.0-SNAPSHOT-exec.jar"));
  }

  public static Path nodeJar() {
    return existing(
        REPOSITORY.resolve("executor-node/target/executor-node-0.1.0-SNAPSHOT-exec.jar"));
  }

  /** The Spark runtime directory: {@code jars/} and {@code conf/}. */
  public static Path spark() {
    return existing(REPOSITORY.resolve("spark-runtime/target/spark"));
  }

  /** The programs of the examples. */
  public static Path examples() {
    return existing(REPOSITORY.resolve("examples/target/examples.jar"));
  }

  /**
   * The full flights file where {@code STOKER_DATA} names its directory, else the shipped slice.
   */
  public static Path flights() {
    String data = System.getenv("STOKER_DATA");
    return existing(
        data == null
            ? REPOSITORY.resolve("data/flights-slice.parquet")
            : Path.of(data, "flights-3m.parquet"));
  }

  public static Path airports() {
    String data =
        requireNonNullElse(System.getenv("STOKER_DATA"), REPOSITORY.resolve("data").toString());
    return existing(Path.of(data, "airports.csv"));
  }

  /** The tarball of {@code mvn -Pdist package}. */
  public static Path tarball() {
    return existing(REPOSITORY.resolve("dist/target/stoker-0.1.0-SNAPSHOT.tar.gz"));
  }

  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          path + " does not exist: run `mvn verify` in the repository, which packages it first");
    }
    return path.toAbsolutePath();
  }

  private Packaged() {}
}
