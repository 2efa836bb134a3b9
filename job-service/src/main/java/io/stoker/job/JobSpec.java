package io.stoker.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job's definition after validation, with every default filled in; stored as JSON with its
 * revision.
 *
 * @param result null when the job declares none
 */
public record JobSpec(
    String name,
    String queue,
    Map<String, String> labels,
    Sql application,
    @Nullable Output result,
    Map<String, Parameter> parameters,
    Driver driver,
    Executor executor,
    Map<String, String> sparkConf,
    Retry retry) {

  /** A SQL script over named inputs. */
  public record Sql(List<Input> inputs, String script) {}

  /** Files read as a view. */
  public record Input(
      String view,
      String format,
      String path,
      Map<String, String> options,
      @Nullable String schema) {}

  /** How the last query's rows are written. */
  public record Output(String format, List<String> partitionBy, Map<String, String> options) {}

  /**
   * A parameter that a run may set.
   *
   * @param defaultText canonical text of the default; null when a run must set it
   */
  public record Parameter(
      ParameterType type, @Nullable String defaultText, @Nullable String description) {}

  /** What the driver takes. */
  public record Driver(long coresMilli, long heapBytes) {

    /** The heap as Spark writes sizes. */
    public String memory() {
      return Memory.text(heapBytes);
    }
  }

  /** How many executors, and what each takes. */
  public record Executor(int instances, int cores, long heapBytes) {

    /** The heap as Spark writes sizes. */
    public String memory() {
      return Memory.text(heapBytes);
    }
  }

  public record Retry(int maxAttempts, Duration backoff) {}
}
