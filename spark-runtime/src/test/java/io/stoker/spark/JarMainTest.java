package io.stoker.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.driver.DriverFailure;
import io.stoker.contract.run.Manifest;
import io.stoker.contract.run.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users' programs of every kind: what they leave behind, and how their ends are told apart. */
class JarMainTest {
  private static final String IMPORTS =
      """
      package programs;
      import java.util.List;
      import org.apache.spark.SparkConf;
      import org.apache.spark.api.java.JavaSparkContext;
      import org.apache.spark.sql.*;
      """;

  private static UserJar jar;

  private Path storage;
  private LocalDriver driver;

  @BeforeAll
  static void compile(@TempDir Path directory) throws IOException {
    Map<String, String> programs =
        new HashMap<>(
            Map.of(
                "programs.Writes",
                program(
                    "Writes",
                    """
                    SparkSession spark = SparkSession.builder().getOrCreate();
                    spark.range(0, 10, 1, 2).write().parquet(a[0] + "t");
                    spark.range(10, 15, 1, 1).write().mode("append").parquet(a[0] + "t");
                    spark.range(0, 3, 1, 1).write().json(a[0] + "gone");
                    spark.range(0, 4, 1, 1).write().mode("overwrite").json(a[0] + "gone");
                    try {
                      spark.range(0, 9, 1, 1).selectExpr("id", "if(id < 5, id, raise_error('no')) x")
                          .write().option("maxRecordsPerFile", "2").csv(a[0] + "failed");
                    } catch (Exception e) {
                      System.out.println("As expected: " + e);
                    }
                    new JavaSparkContext(spark.sparkContext())
                        .parallelize(List.of("x", "y"), 2).saveAsTextFile(a[0] + "lines");
                    spark.stop();
                    """),
                "programs.Idle",
                program("Idle", "System.out.println(a.length);"),
                "programs.Throws",
                program(
                    "Throws",
                    "List.of(1).forEach(i -> { throw new IllegalStateException(a[0]); });"),
                "programs.Needs",
                program("Needs", "Idle.class.getClassLoader().loadClass(\"missing.Library\");"),
                "programs.Fills",
                program(
                    "Fills",
                    "throw new OutOfMemoryError(\"Cannot reserve direct buffer memory\");"),
                "programs.Masters",
                program(
                    "Masters",
                    """
                    SparkConf conf = new SparkConf(!a[0].equals("blank")).setAppName("x").setMaster("local[1]");
                    try {
                      new JavaSparkContext(conf).parallelize(List.of(1), 1).count();
                    } catch (RuntimeException e) {
                      System.out.println("Swallowed: " + e);
                    }
                    """),
                "programs.Collects",
                program(
                    "Collects",
                    """
                    SparkSession spark = SparkSession.builder().getOrCreate();
                    spark.range(0, 300000, 1, 2).selectExpr("uuid()").collectAsList();
                    """),
                "programs.Fails",
                program(
                    "Fails",
                    """
                    SparkSession spark = SparkSession.builder().getOrCreate();
                    new JavaSparkContext(spark.sparkContext()).parallelize(List.of(1), 1)
                        .map(x -> 1 / (x - 1)).collect();
                    """),
                "programs.Instance",
                "package programs; public class Instance { public void main(String[] a) {} }"));
    programs.putAll(ofSettings());
    jar = UserJar.of(directory, programs);
  }

  /** Programs that are about what they were told to start with. */
  private static Map<String, String> ofSettings() {
    return Map.of(
        "programs.Extended",
        program(
            "Extended",
            """
                    SparkSession spark = SparkSession.builder().getOrCreate();
                    spark.range(1).count();
                    String catalog = spark.sessionState().catalogManager().catalog("mine").name();
                    if (!Extension.applied || !catalog.equals("mine")) {
                      throw new IllegalStateException(catalog);
                    }
                    """),
        "programs.Extension",
        """
                package programs;
                import org.apache.spark.sql.SparkSessionExtensions;
                import scala.runtime.*;
                public class Extension extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
                  static boolean applied;
                  @Override public BoxedUnit apply(SparkSessionExtensions extensions) {
                    applied = true;
                    return BoxedUnit.UNIT;
                  }
                }
                """,
        "programs.Catalog",
        """
                package programs;
                import org.apache.spark.sql.connector.catalog.CatalogPlugin;
                import org.apache.spark.sql.util.CaseInsensitiveStringMap;
                public class Catalog implements CatalogPlugin {
                  private String name;
                  @Override public void initialize(String name, CaseInsensitiveStringMap options) {
                    this.name = name;
                  }
                  @Override public String name() { return name; }
                }
                """,
        "programs.Twice",
        program(
            "Twice",
            "new JavaSparkContext(new SparkConf()); new JavaSparkContext(new SparkConf());"));
  }

  private static String program(String name, String body) {
    return IMPORTS
        + "public class "
        + name
        + " {\npublic static void main(String[] a) throws Exception {\n"
        + body
        + "\n}}\n";
  }

  @BeforeEach
  void makeDriver(@TempDir Path directory) {
    storage = directory;
    driver = new LocalDriver(storage);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private String output() {
    return driver.data.toUri() + "/";
  }

  private DriverFailure failure(String mainClass, String... arguments) throws IOException {
    assertThat(driver.run(jar, mainClass, arguments)).isFalse();
    assertThat(driver.platform.committed).isNull();
    DriverFailure failure = driver.failure();
    assertThat(failure.message()).doesNotContain("\n").doesNotContain("\tat ");
    return failure;
  }

  @Test
  void whatItWroteIsTheResultWhoeverWroteIt() throws IOException {
    assertThat(driver.run(jar, "programs.Writes", output()))
        .as(driver.platform.failures + "")
        .isTrue();

    Manifest manifest = driver.manifest();
    assertThat(manifest.files())
        .extracting(ManifestFile::path)
        .filteredOn(path -> path.startsWith("t/"))
        .hasSize(3)
        .allMatch(path -> path.endsWith(".parquet"));
    assertThat(rows(manifest, "t/")).isEqualTo(15);
    assertThat(manifest.files())
        .extracting(ManifestFile::path)
        .contains("lines/part-00000", "lines/part-00001");
    assertThat(manifest.files()).filteredOn(file -> file.path().startsWith("gone/")).hasSize(1);
    assertThat(manifest.files()).noneMatch(file -> file.path().startsWith("failed/"));
    assertThat(manifest.files()).noneMatch(file -> file.path().contains("_SUCCESS"));
    assertThat(manifest.format()).isEqualTo("files");
    assertThat(manifest.totalRows()).as("text files do not tell").isNull();
    for (ManifestFile file : manifest.files()) {
      assertThat(driver.data.resolve(file.path())).hasSize(file.bytes());
    }
    assertThat(driver.platform.calls).containsSubsequence("committing", "progress", "commit");
    assertThat(Files.exists(driver.data.resolveSibling("manifest.json"))).isTrue();
  }

  private static long rows(Manifest manifest, String below) {
    return manifest.files().stream()
        .filter(file -> file.path().startsWith(below))
        .mapToLong(file -> file.rows() == null ? -1000 : file.rows())
        .sum();
  }

  @Test
  void aProgramThatWritesNothingHasAnEmptyResult() throws IOException {
    assertThat(driver.run(jar, "programs.Idle")).isTrue();

    assertThat(driver.manifest().format()).isEqualTo("none");
    assertThat(driver.manifest().files()).isEmpty();
    assertThat(driver.manifest().totalRows()).isZero();
  }

  @Test
  void aMainClassThatIsNotThereIsAnsweredWithThoseLikeIt() throws IOException {
    DriverFailure failure = failure("program.write");

    assertThat(failure.code()).isEqualTo("CLASS_NOT_FOUND");
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message())
        .contains("program.write is not in programs.jar")
        .contains("Did you mean programs.Writes");
    assertThat(driver.platform.calls).doesNotContain("started");
  }

  @Test
  void aClassWithoutAMainIsNamed() throws IOException {
    assertThat(failure("programs.Instance").code()).isEqualTo("NO_MAIN_METHOD");
  }

  @Test
  void anExceptionIsToldWithItsPlaceInUserCode() throws IOException {
    DriverFailure failure = failure("programs.Throws", "no such day");

    assertThat(failure.code()).isEqualTo("USER_EXCEPTION");
    assertThat(failure.message())
        .contains("java.lang.IllegalStateException: no such day")
        .contains("in programs.Throws.")
        .contains("(Throws.java:8)");
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.detail()).contains("\tat programs.Throws");
  }

  @Test
  void aMissingLibraryIsAClassNotFound() throws IOException {
    DriverFailure failure = failure("programs.Needs");

    assertThat(failure.code()).isEqualTo("CLASS_NOT_FOUND");
    assertThat(failure.message()).contains("missing.Library").contains("application.jars");
  }

  @Test
  void theEndOfTheDriversMemoryIsNoOrdinaryException() throws IOException {
    DriverFailure failure = failure("programs.Fills");

    assertThat(failure.code()).isEqualTo("DRIVER_OOM");
    assertThat(failure.message()).contains("driver.memory");
    assertThat(failure.retryable()).isFalse();
  }

  /** Whether it goes round the plugin or not, and although it catches what the guard throws. */
  @ParameterizedTest
  @ValueSource(strings = {"guarded", "blank"})
  void aProgramCannotChooseItsMaster(String kind) throws IOException {
    DriverFailure failure = failure("programs.Masters", kind);

    assertThat(failure.code()).isEqualTo("MASTER_OVERRIDDEN");
    assertThat(failure.message()).contains("spark.master").contains("local[1]");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void collectingTooMuchSaysWhichLimitAndWhatElseToDo() throws IOException {
    driver.set("spark.driver.maxResultSize", "1m");

    DriverFailure failure = failure("programs.Collects");

    assertThat(failure.code()).isEqualTo("RESULT_TOO_LARGE");
    assertThat(failure.message())
        .contains("spark.driver.maxResultSize")
        .contains("1024.0 KiB")
        .contains("in programs.Collects.main")
        .contains("${run.output}");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void itsExtensionsAndCatalogsAreOfItsOwnJars() throws IOException {
    driver
        .set("spark.sql.extensions", "programs.Extension")
        .set("spark.sql.catalog.mine", "programs.Catalog");

    assertThat(driver.run(jar, "programs.Extended")).as(driver.platform.failures + "").isTrue();
  }

  /** Spark would only log it. */
  @Test
  void anExtensionThatIsNotThereIsNoMatterOfALine() throws IOException {
    driver.set("spark.sql.extensions", "programs.Extension,programs.Extensoin");

    DriverFailure failure = failure("programs.Extended");

    assertThat(failure.code()).isEqualTo("SPARK_CONF_INVALID");
    assertThat(failure.message()).contains("programs.Extensoin", "application.packages");
    assertThat(failure.retryable()).isFalse();
  }

  /** At the context's start, and what is of SQL at the first query. */
  @ParameterizedTest
  @CsvSource({
    "spark.serializer, no.such.Class, no.such.Class",
    "spark.task.cpus, 3, cpus per task = 3",
    "spark.sql.shuffle.partitions, many, spark.sql.shuffle.partitions"
  })
  void aSettingThatSparkRefusesIsNotTriedAgain(String key, String value, String words)
      throws IOException {
    driver.set(key, value);

    DriverFailure failure = failure("programs.Collects");

    assertThat(failure.code()).as(failure.toString()).isEqualTo("SPARK_CONF_INVALID");
    assertThat(failure.message()).contains(words, "Correct it in the job's sparkConf");
    assertThat(failure.retryable()).isFalse();
  }

  /** Its settings are not at fault: Spark refuses to be there twice. */
  @Test
  void aSecondContextIsTheProgramsOwnMistake() throws IOException {
    DriverFailure failure = failure("programs.Twice");

    assertThat(failure.code()).isEqualTo("JOB_ABORTED");
    assertThat(failure.message()).contains("Only one SparkContext");
  }

  @Test
  void aTaskThatThrowsAbortsTheProgram() throws IOException {
    DriverFailure failure = failure("programs.Fails");

    assertThat(failure.code()).isEqualTo("JOB_ABORTED");
    assertThat(failure.message()).contains("/ by zero").contains("programs.Fails");
  }
}
