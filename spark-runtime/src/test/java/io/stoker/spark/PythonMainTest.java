package io.stoker.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stoker.contract.driver.DriverFailure;
import io.stoker.contract.driver.UserProgram;
import io.stoker.contract.run.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Programs in Python, with a stand-in for pyspark: the gateway, Spark and its runner are real. On a
 * machine without Python there is nothing to test.
 */
class PythonMainTest {
  private static final Path PACKAGES = Path.of("src/test/resources/python").toAbsolutePath();

  private Path storage;
  private LocalDriver driver;
  private Path interpreter;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")));
    storage = directory;
    driver = new LocalDriver(directory.resolve("storage"));
    interpreter =
        script("exec env PYTHONPATH=" + PACKAGES + ":\"$PYTHONPATH\" /usr/bin/python3 \"$@\"");
    driver.set("spark.pyspark.driver.python", interpreter.toString());
  }

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
    }
  }

  private Path script(String line) throws IOException {
    Path file = Files.writeString(storage.resolve("interpreter"), "#!/bin/sh\n" + line + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private int run(String source, String... arguments) throws IOException {
    Path program = Files.createDirectories(storage.resolve("program"));
    return driver.run(Files.writeString(program.resolve("counts.py"), source), arguments);
  }

  @Test
  void whatAProgramWritesIsItsResultAndItsModulesAreImported() throws IOException {
    Path module = Files.writeString(storage.resolve("helpers.py"), "GREETING = 'of a helper'\n");
    driver.pyFile(new UserProgram.File("a".repeat(64), "helpers.py"), module);

    int code =
        run(
            """
            import sys
            import helpers
            from pyspark import session
            spark = session()
            rows = spark.sql("select id, id % 3 k from range(0, 10, 1, 2)")
            rows.write().parquet(sys.argv[1] + "rows")
            print("rows", rows.count(), "on", spark.sparkContext().master(), helpers.GREETING)
            print("arguments", sys.argv[2:])
            sys.exit(0)
            """,
            driver.conf().get("spark.stoker.outputDirectory"), "a b", "${c}");

    assertThat(code).isZero();
    assertThat(driver.manifest().files().stream().mapToLong(ManifestFile::rows).sum())
        .isEqualTo(10);
    assertThat(driver.platform.failures).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "raise ValueError('no such day')  | 1 | USER_EXCEPTION   | ValueError: no such day, in"
            + " counts.py, line 1 | true",
        "import sys; sys.exit(7)          | 7 | PROGRAM_EXITED   | ended with exit code 7 before"
            + " a result was committed. | true",
        "print('almost'); exit('no day')  | 1 | PROGRAM_EXITED   | the last that it printed is:"
            + " no day | true",
        "import os; os.kill(os.getpid(), 9) | 137 | PROGRAM_EXITED | ended by signal 9 (exit code"
            + " 137), which a machine short of memory does too | true",
        "import numbers_of_mine           | 1 | MODULE_NOT_FOUND | No module named"
            + " 'numbers_of_mine', in counts.py, line 1. Add the module to application.pyFiles |"
            + " false",
        "x = (1,                          | 1 | USER_EXCEPTION   | SyntaxError: '(' was never"
            + " closed, in counts.py, line 1 | false",
        "from pyspark import session; session().sql('select nope') | 1 | USER_EXCEPTION |"
            + " UNRESOLVED_COLUMN | true",
        "from pyspark import session; session().sql(\"select raise_error('no')\").collect() | 1 |"
            + " USER_EXCEPTION | USER_RAISED_EXCEPTION | true",
      })
  void aProgramThatFailsSaysWhy(
      String source, int code, String reason, String words, boolean retryable) throws IOException {
    assertThat(run(source)).isEqualTo(code);

    DriverFailure failure = driver.failure();
    assertThat(failure.code()).as(failure.toString()).isEqualTo(reason);
    assertThat(failure.message()).contains(words).doesNotContain("\tat ");
    assertThat(failure.retryable()).isEqualTo(retryable);
    assertThat(driver.platform.committed).isNull();
  }

  @Test
  void aMasterOfItsOwnIsTheProgramsFault() throws IOException {
    String source =
        """
        from pyspark import java_class
        builder = java_class("org.apache.spark.sql.SparkSession").builder()
        builder.master("local[1]").getOrCreate()
        """;
    assertThat(run(source)).isEqualTo(1);
    assertThat(driver.failure().code()).isEqualTo("MASTER_OVERRIDDEN");
  }

  @Test
  void aSettingThatSparkRefusesAtItsStartIsNotTriedAgain() throws IOException {
    driver.set("spark.serializer", "no.such.Class");
    assertThat(run("from pyspark import session; session()")).isEqualTo(1);
    assertThat(driver.failure().code())
        .as(driver.failure().toString())
        .isEqualTo("SPARK_CONF_INVALID");
    assertThat(driver.failure().message()).contains("spark.serializer", "no.such.Class");
    assertThat(driver.failure().retryable()).isFalse();
  }

  @Test
  void anInterpreterThatIsGoneIsNoFaultOfTheProgram() throws IOException {
    driver.set("spark.pyspark.driver.python", storage.resolve("nothing").toString());
    assertThat(run("print(1)")).isEqualTo(1);
    assertThat(driver.failure().code()).isEqualTo("NO_PYTHON");
    assertThat(driver.failure().retryable()).isTrue();
  }

  @Test
  void oneBehindItsScriptIsMissedToo() throws IOException {
    script("exec /opt/none/python3 \"$@\"");
    assertThat(run("print(1)")).isEqualTo(127);
    assertThat(driver.failure().code()).isEqualTo("NO_PYTHON");
    assertThat(driver.failure().message()).contains("/opt/none/python3");
  }
}
