package io.stoker.cli;

import io.stoker.cli.terminal.CommandException;
import io.stoker.contract.job.JobDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The demo's job: delays of flights by the city that they leave from.
 *
 * @param flights a Parquet file
 * @param airports a CSV file
 */
record FlightsJob(Path flights, Path airports) {
  /**
   * @param data directory with the full files, or null for what the repository ships
   */
  static FlightsJob over(Path repository, @Nullable String data) {
    Path shipped = repository.resolve("data");
    FlightsJob job =
        data == null || data.isBlank()
            ? new FlightsJob(
                shipped.resolve("flights-slice.parquet"), shipped.resolve("airports.csv"))
            : new FlightsJob(Path.of(data, "flights-3m.parquet"), Path.of(data, "airports.csv"));
    requireReadable(job.flights);
    requireReadable(job.airports);
    return job;
  }

  JobDefinition definition() {
    String text =
        template()
            .replace("${flights}", flights.toUri().toString())
            .replace("${airports}", airports.toUri().toString());
    return JsonMapper.shared().readValue(text, JobDefinition.class);
  }

  private static void requireReadable(Path file) {
    if (!Files.isReadable(file)) {
      throw new CommandException(
          "%s cannot be read. STOKER_DATA, if it is set, must name a directory with".formatted(file)
              + " flights-3m.parquet and airports.csv.");
    }
  }

  private static String template() {
    try (InputStream in = FlightsJob.class.getResourceAsStream("flights-job.json")) {
      if (in == null) {
        throw new IllegalStateException("flights-job.json is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandException("Cannot read flights-job.json", e);
    }
  }
}
