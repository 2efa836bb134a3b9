package io.stoker.spark.sql;

import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;

/** Counts rows on their way into files that don't tell their number. */
final class RowCounter {
  private static final Logger LOG = LoggerFactory.getLogger(RowCounter.class);
  private static final Set<String> WITH_FOOTER = Set.of("parquet", "orc");
  private static final Duration PATIENCE = Duration.create("10 s");

  private final @Nullable Observation observation;

  private RowCounter(@Nullable Observation observation) {
    this.observation = observation;
  }

  static RowCounter of(String format) {
    return new RowCounter(WITH_FOOTER.contains(format) ? null : Observation.apply());
  }

  Dataset<Row> counted(Dataset<Row> rows) {
    return observation == null
        ? rows
        : rows.observe(observation, functions.count(functions.lit(1)).as("rows"));
  }

  /** Null when the files tell, or when Spark has lost count. */
  @Nullable Long rows() {
    if (observation == null) {
      return null;
    }
    try {
      return Await.result(observation.future(), PATIENCE).getAs("rows");
    } catch (TimeoutException | RuntimeException e) {
      LOG.warn("The result's rows are not known: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }
}
