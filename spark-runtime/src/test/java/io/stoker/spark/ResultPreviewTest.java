package io.stoker.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.contract.run.Manifest;
import io.stoker.spark.result.ParquetRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultPreviewTest {
  private LocalDriver driver;

  @BeforeEach
  void makeDriver(@TempDir Path storage) {
    driver = new LocalDriver(storage);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private static String printed(Manifest manifest, int rows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ResultPreview.print(manifest, rows, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void parquetIsPrintedAsATable() throws IOException {
    driver.run("select * from values ('Zürich', 5, 1.25), ('Rome', 1000, null) as t(city, n, d)");
    assertThat(printed(driver.manifest(), 10))
        .isEqualTo(
            """
            city       n     d
            ------  ----  ----
            Zürich     5  1.25
            Rome    1000  null
            """);
    assertThat(printed(driver.manifest(), 1)).contains("Zürich").doesNotContain("Rome");
  }

  @Test
  void everyTypeThatSparkWritesReadsWell() throws IOException {
    driver.output("parquet", List.of("p"), Map.of());
    driver.run(
        """
        select date'2001-02-03' a, timestamp'2001-02-03 04:05:06.5Z' b,
          timestamp_ntz'2001-02-03 04:05:06' c, cast(1.5 as decimal(30, 4)) d, array(1, null) e,
          map('k', 2) f, named_struct('x', 1, 'y', 'z') g, true h, 1.5d i, x'0aff' j,
          cast(12.34 as decimal(4, 2)) k, cast(123456789012.34 as decimal(14, 2)) l, 'a/b c+d' p
        """);
    assertThat(ParquetRows.read(driver.manifest(), 1))
        .containsExactly(
            List.of(
                "2001-02-03",
                "2001-02-03T04:05:06.500Z",
                "2001-02-03T04:05:06",
                "1.5000",
                "[1, null]",
                "{k: 2}",
                "{x: 1, y: z}",
                "true",
                "1.5",
                "0aff",
                "12.34",
                "123456789012.34",
                "a/b c+d"));
  }

  @Test
  void textFormatsShowTheirFirstLines() throws IOException {
    driver.output("json", List.of(), Map.of("compression", "gzip"));
    driver.run("select id from range(0, 5, 1, 1)");
    assertThat(printed(driver.manifest(), 2)).endsWith("{\"id\":0}\n{\"id\":1}\n");
  }

  @Test
  void orcSaysWhatToUse() throws IOException {
    driver.output("orc", List.of(), Map.of());
    driver.run("select 1 one");
    assertThat(printed(driver.manifest(), 2)).contains("spark.read.orc(\"file:");
  }
}
