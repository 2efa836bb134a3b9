package io.stoker.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.driver.DriverMemory;
import io.stoker.contract.run.Column;
import io.stoker.contract.run.Manifest;
import io.stoker.contract.run.ManifestFile;
import io.stoker.contract.run.Progress;
import io.stoker.spark.platform.Json;
import io.stoker.spark.result.ParquetRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a SQL program leaves behind when it succeeds. */
class SqlMainTest {
  private Path storage;
  private LocalDriver driver;
  private Path sales;

  @BeforeEach
  void makeDriver(@TempDir Path directory) throws IOException {
    storage = directory;
    driver = new LocalDriver(storage);
    sales = storage.resolve("sales.csv");
    StringBuilder lines = new StringBuilder("city,amount\n");
    for (int i = 0; i < 1000; i++) {
      lines.append("city").append(i % 4).append(',').append(i).append('\n');
    }
    Files.writeString(sales, lines);
    driver.input("sales", "csv", sales, Map.of("header", "true", "inferSchema", "true"));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aParquetResultHoldsWhatTheQuerySays() throws IOException {
    driver.parameter("least", "integer", "100");
    assertThat(
            driver.run(
                "create temp view big as select * from sales where amount >= 100; -- a view; first\n"
                    + "select city, count(*) n, sum(amount) total from big where amount >= :least"
                    + " group by city;"))
        .isTrue();

    Manifest manifest = driver.manifest();
    assertThat(manifest.runId()).isEqualTo(driver.runId);
    assertThat(manifest.fence()).isEqualTo(LocalDriver.FENCE);
    assertThat(manifest.format()).isEqualTo("parquet");
    assertThat(manifest.totalRows()).isEqualTo(4);
    assertThat(manifest.schema())
        .containsExactly(
            new Column("city", "string", true),
            new Column("n", "bigint", false),
            new Column("total", "bigint", true));
    assertThat(ParquetRows.read(manifest, 10))
        .containsExactlyInAnyOrder(
            List.of("city0", "225", "123300"),
            List.of("city1", "225", "123525"),
            List.of("city2", "225", "123750"),
            List.of("city3", "225", "123975"));
    assertFilesAreTheManifest(manifest);
    Path saved = driver.data.resolveSibling("manifest.json");
    assertThat(Json.read(Files.readString(saved), Manifest.class)).isEqualTo(manifest);
    assertThat(driver.data.resolve("_SUCCESS")).exists();
  }

  @Test
  void thePlatformHearsTheWholePictureBeforeTheCommit() {
    driver.run("select city, sum(amount) s from sales group by city");

    assertThat(driver.platform.calls)
        .containsSubsequence("progress", "committing", "progress", "commit");
    var numbers = driver.platform.progress.stream().map(p -> p.number()).toList();
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    Progress last = driver.platform.progress.get(numbers.size() - 1).progress();
    assertThat(last.tasksTotal()).isPositive().isEqualTo(last.tasksCompleted());
    assertThat(last.stagesTotal()).isPositive().isEqualTo(last.stagesCompleted());
    assertThat(last.tasksActive()).isZero();
    assertThat(last.tasksFailed()).isZero();
  }

  @Test
  void thePlatformHearsWhatIsCachedAndWhatWas() {
    driver.run(
        """
        cache table kept as select city, amount from sales;
        cache table dropped as select amount from sales;
        uncache table dropped;
        select count(*) n from kept
        """);

    DriverMemory last = driver.platform.memory.get(driver.platform.memory.size() - 1);
    assertThat(last.cached()).hasSize(2);
    assertThat(last.cached()).allMatch(data -> data.peakBytes() > 0 && data.partitions() > 0);
    assertThat(last.cached())
        .filteredOn(data -> data.memoryBytes() > 0)
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.name()).contains("kept");
              assertThat(kept.storageLevel()).contains("Memory");
              assertThat(kept.cachedPartitions()).isEqualTo(kept.partitions());
              assertThat(kept.memoryBytes() + kept.diskBytes()).isEqualTo(kept.peakBytes());
            });
    assertThat(last.processes())
        .singleElement()
        .satisfies(driver -> assertThat(driver.peak().heapBytes()).isPositive());
  }

  @Test
  void partitionColumnsBecomeDirectories() throws IOException {
    driver.output("parquet", List.of("city"), Map.of("compression", "zstd"));
    driver.run("select amount, concat(city, '/x y') city from sales");

    Manifest manifest = driver.manifest();
    assertThat(manifest.partitionBy()).containsExactly("city");
    assertThat(manifest.totalRows()).isEqualTo(1000);
    assertThat(manifest.files())
        .allMatch(file -> file.path().matches("city=city\\d%2Fx y/part-.*\\.zstd\\.parquet"))
        .allMatch(file -> file.rows() != null && file.rows() == 250L);
    assertFilesAreTheManifest(manifest);
  }

  @Test
  void csvHasTotalRowsAlthoughItsFilesDoNotTell() throws IOException {
    driver.output("csv", List.of(), Map.of("header", "true"));
    driver.run("select city, amount from sales where amount < 10");

    Manifest manifest = driver.manifest();
    assertThat(manifest.totalRows()).isEqualTo(10);
    assertThat(manifest.files()).isNotEmpty().allMatch(file -> file.rows() == null);
    String csv = Files.readString(driver.data.resolve(manifest.files().get(0).path()));
    assertThat(csv).startsWith("city,amount\n").contains("city3,7\n");
    assertFilesAreTheManifest(manifest);
  }

  @Test
  void jsonAndOrcAreWrittenToo() throws IOException {
    driver.output("json", List.of(), Map.of());
    driver.run("select max(amount) most from sales");
    assertThat(driver.manifest().totalRows()).isEqualTo(1);
    String file = driver.manifest().files().get(0).path();
    assertThat(Files.readString(driver.data.resolve(file))).isEqualTo("{\"most\":999}\n");

    try (LocalDriver orc = new LocalDriver(storage)) {
      orc.output("orc", List.of(), Map.of());
      orc.run("select id from range(0, 50, 1, 3)");
      assertThat(orc.manifest().totalRows()).isEqualTo(50);
      assertThat(orc.manifest().files()).hasSize(3).allMatch(part -> part.rows() != null);
    }
  }

  @Test
  void anEmptyResultIsAResult() throws IOException {
    driver.run("select city from sales where amount < 0");

    Manifest manifest = driver.manifest();
    assertThat(manifest.totalRows()).isZero();
    assertThat(manifest.schema()).containsExactly(new Column("city", "string", true));
    assertFilesAreTheManifest(manifest);
  }

  @Test
  void aJobWithoutResultCommitsAnEmptyManifest() {
    driver.noOutput();
    driver.run("set spark.sql.shuffle.partitions = 2; create temp view v as select 1; select 1");

    assertThat(driver.manifest().files()).isEmpty();
    assertThat(driver.manifest().totalRows()).isZero();
  }

  @Test
  void parametersKeepTheirTypes() {
    driver
        .parameter("s", "string", "it's; --")
        .parameter("i", "integer", "7")
        .parameter("d", "double", "0.5")
        .parameter("e", "decimal", "12.345")
        .parameter("b", "boolean", "true")
        .parameter("day", "date", "2001-02-03")
        .parameter("at", "timestamp", "2001-02-03T04:05:06+01:00");
    driver.run(
        "select :s s, :i i, :d d, :e e, :b b, :day day, :at at, :s = 'it''s; --' same,"
            + " :at = timestamp'2001-02-03 03:05:06Z' sameTime");

    Map<String, String> types = new TreeMap<>();
    driver.manifest().schema().forEach(column -> types.put(column.name(), column.type()));
    assertThat(types)
        .containsEntry("s", "string")
        .containsEntry("i", "bigint")
        .containsEntry("d", "double")
        .containsEntry("e", "decimal(5,3)")
        .containsEntry("b", "boolean")
        .containsEntry("day", "date")
        .containsEntry("at", "timestamp");
  }

  @Test
  void aRetriedTaskLeavesNothingOfItsFirstTry() throws IOException {
    driver.set("spark.master", "local[2,4]");
    FailsOnce.arm();
    driver.run(
        "select id from range(0, 300, 1, 3)"
            + " where reflect('io.stoker.spark.FailsOnce', 'at', cast(id as string)) = 'ok'");

    assertThat(FailsOnce.hasFailed()).isTrue();
    assertThat(driver.manifest().totalRows()).isEqualTo(300);
    assertThat(driver.manifest().files()).hasSize(3);
    assertFilesAreTheManifest(driver.manifest());
    List<String> ids =
        ParquetRows.read(driver.manifest(), 1000).stream().map(row -> row.get(0)).toList();
    assertThat(ids).hasSize(300).doesNotHaveDuplicates();
    Progress last = driver.platform.progress.get(driver.platform.progress.size() - 1).progress();
    assertThat(last.tasksFailed()).isEqualTo(1);
    assertThat(last.tasksCompleted()).isEqualTo(last.tasksTotal());
  }

  @Test
  void filesElsewhereAreLeftToSparksOwnProtocol() throws IOException {
    Path other = storage.resolve("other");
    driver.run(
        "insert overwrite directory '%s' using parquet select 1 a; select 2 b"
            .formatted(other.toUri()));

    assertThat(other.resolve("_SUCCESS")).exists();
    assertThat(driver.manifest().files()).hasSize(1);
    assertFilesAreTheManifest(driver.manifest());
  }

  @Test
  void aPlatformThatIsAwayForAWhileCostsNothing() {
    driver.platform.failNext(6);
    assertThat(driver.run("select count(*) n from sales")).isTrue();
    assertThat(driver.manifest().totalRows()).isEqualTo(1);
  }

  /** The directory holds the manifest's files with their sizes, and no other data. */
  private void assertFilesAreTheManifest(Manifest manifest) throws IOException {
    Map<String, Long> listed = new TreeMap<>();
    for (ManifestFile file : manifest.files()) {
      listed.put(file.path(), file.bytes());
    }
    Map<String, Long> present = new TreeMap<>();
    try (Stream<Path> all = Files.walk(driver.data)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        String name = driver.data.relativize(path).toString();
        if (!path.getFileName().toString().startsWith(".") && !name.equals("_SUCCESS")) {
          present.put(name, Files.size(path));
        }
      }
    }
    assertThat(present).isEqualTo(listed);
    assertThat(manifest.totalBytes())
        .isEqualTo(listed.values().stream().mapToLong(Long::longValue).sum());
  }
}
