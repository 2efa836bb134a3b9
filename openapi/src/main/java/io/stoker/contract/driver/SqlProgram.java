package io.stoker.contract.driver;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A SQL job as its driver executes it.
 *
 * @param result null when the job declares none: the script runs, the manifest is empty
 */
public record SqlProgram(
    List<Input> inputs, String sql, Map<String, Value> parameters, @Nullable Output result)
    implements Program {

  /** Files to read as a temporary view. */
  public record Input(
      String view,
      String format,
      String path,
      Map<String, String> options,
      @Nullable String schema) {}

  /**
   * A parameter's value.
   *
   * @param type string, integer, double, decimal, boolean, date or timestamp
   * @param text the value's canonical text
   */
  public record Value(String type, String text) {}

  /** How the last query's rows are written. */
  public record Output(String format, List<String> partitionBy, Map<String, String> options) {}
}
