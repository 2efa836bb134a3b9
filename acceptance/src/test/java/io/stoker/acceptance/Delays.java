package io.stoker.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stoker.acceptance.harness.Packaged;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.example.data.Group;
import tools.jackson.databind.JsonNode;

/**
 * How many flights from a city left late, and how late on average.
 *
 * @param average minutes
 */
record Delays(long flights, double average) {

  /** The flights job's answer, computed from the same files by plain Java. */
  static Map<String, Delays> expected(int minDelay) throws IOException {
    Map<String, String> cities = cityByAirport();
    Map<String, LongSummaryStatistics> byCity = new TreeMap<>();
    ParquetRows.forEach(
        Packaged.flights(),
        flight -> {
          String city = cities.get(flight.getString("origin", 0));
          if (city != null && flight.getFieldRepetitionCount("delay") > 0) {
            long delay = Long.parseLong(flight.getValueToString(field(flight, "delay"), 0));
            if (delay > minDelay) {
              byCity.computeIfAbsent(city, c -> new LongSummaryStatistics()).accept(delay);
            }
          }
        });
    Map<String, Delays> answer = new TreeMap<>();
    byCity.forEach((city, s) -> answer.put(city, new Delays(s.getCount(), s.getAverage())));
    return answer;
  }

  /** What a run wrote: the rows of the files that its manifest names. */
  static Map<String, Delays> in(JsonNode manifest) throws IOException {
    Map<String, Delays> rows = new TreeMap<>();
    Path location = Path.of(URI.create(manifest.required("location").asString()));
    for (JsonNode file : manifest.required("files")) {
      ParquetRows.forEach(
          location.resolve(file.required("path").asString()),
          row -> {
            Delays earlier =
                rows.put(
                    row.getString("city", 0),
                    new Delays(row.getLong("n", 0), row.getDouble("d", 0)));
            if (earlier != null) {
              throw new AssertionError("city twice: " + row);
            }
          });
    }
    return rows;
  }

  private static int field(Group row, String name) {
    return row.getType().getFieldIndex(name);
  }

  private static Map<String, String> cityByAirport() throws IOException {
    Map<String, String> cities = new HashMap<>();
    List<String> lines = Files.readAllLines(Packaged.airports(), UTF_8);
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = Csv.fields(line);
      cities.put(fields.get(0), fields.get(2));
    }
    return cities;
  }
}
