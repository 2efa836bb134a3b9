package io.stoker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.cli.terminal.CommandException;
import io.stoker.contract.job.InputView;
import io.stoker.contract.job.JobDefinition;
import io.stoker.contract.job.SqlApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightsJobTest {
  @Test
  void itReadsTheShippedSliceUnlessTheFullFilesAreNamed(@TempDir Path root) throws Exception {
    Path shipped = Files.createDirectories(root.resolve("data"));
    Files.createFile(shipped.resolve("flights-slice.parquet"));
    Files.createFile(shipped.resolve("airports.csv"));
    Path full = Files.createDirectories(root.resolve("full"));
    Files.createFile(full.resolve("flights-3m.parquet"));
    Files.createFile(full.resolve("airports.csv"));

    JobDefinition job = FlightsJob.over(root, null).definition();
    assertThat(job.name()).isEqualTo("delays-by-city");
    SqlApplication sql = (SqlApplication) job.application();
    assertThat(sql.sql()).contains("join airports", "group by a.city", ":minDelay");
    assertThat(sql.inputs())
        .extracting(InputView::path)
        .containsExactly(
            shipped.resolve("flights-slice.parquet").toUri().toString(),
            shipped.resolve("airports.csv").toUri().toString());
    assertThat(FlightsJob.over(root, full.toString()).flights())
        .isEqualTo(full.resolve("flights-3m.parquet"));
  }

  @Test
  void aMissingFileIsNamedWithTheVariableThatChoosesIt(@TempDir Path root) {
    assertThatThrownBy(() -> FlightsJob.over(root, root.toString()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("flights-3m.parquet")
        .hasMessageContaining("STOKER_DATA");
  }
}
