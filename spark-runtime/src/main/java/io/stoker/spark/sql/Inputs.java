package io.stoker.spark.sql;

import io.stoker.contract.driver.SqlProgram.Input;
import io.stoker.spark.driver.JobFailure;
import io.stoker.spark.driver.Sentences;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The files that a script reads, each behind a view. */
final class Inputs {
  private final List<Input> inputs;

  Inputs(List<Input> inputs) {
    this.inputs = inputs;
  }

  /** Looks for every path before anything runs. */
  void requireExistence(Configuration conf) {
    inputs.forEach(input -> requireExistence(input, conf));
  }

  private static void requireExistence(Input input, Configuration conf) {
    try {
      Path path = new Path(input.path());
      FileSystem files = path.getFileSystem(conf);
      if (SparkHadoopUtil.get().globPathIfNecessary(files, path).isEmpty()
          || (!isPattern(path) && !files.exists(path))) {
        throw notFound(input);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw JobFailure.permanent(
          "INPUT_INVALID",
          "Input '%s': the path %s cannot be looked at: %s"
              .formatted(input.view(), input.path(), Sentences.of(e)),
          e);
    }
  }

  private static boolean isPattern(Path path) {
    return SparkHadoopUtil.get().isGlobPath(path);
  }

  private static JobFailure notFound(Input input) {
    return JobFailure.permanent(
        "INPUT_NOT_FOUND",
        "Input '%s': nothing is at %s. Correct the path in application.inputs, or put the files where every node can read them."
            .formatted(input.view(), input.path()));
  }

  void register(SparkSession spark) {
    inputs.forEach(input -> register(input, spark));
  }

  private static void register(Input input, SparkSession spark) {
    DataFrameReader reader = spark.read().format(input.format()).options(input.options());
    String schema = input.schema();
    if (schema != null) {
      reader = reader.schema(schema(input, schema));
    }
    try {
      reader.load(input.path()).createTempView(input.view());
    } catch (Exception e) {
      throw unreadable(input, e);
    }
  }

  private static StructType schema(Input input, String ddl) {
    try {
      return StructType.fromDDL(ddl);
    } catch (Exception e) {
      throw JobFailure.permanent(
          "INPUT_INVALID",
          "Input '%s': its schema is no Spark DDL: %s".formatted(input.view(), Sentences.of(e)),
          e);
    }
  }

  private static JobFailure unreadable(Input input, Exception e) {
    return new JobFailure(
        "INPUT_INVALID",
        "Input '%s': %s cannot be read as %s: %s"
            .formatted(input.view(), input.path(), input.format(), Sentences.of(e)),
        Sentences.isPassing(e),
        e);
  }
}
