package io.stoker.spark.sql;

import io.stoker.contract.driver.SqlProgram;
import io.stoker.contract.run.Manifest;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.driver.JobFailure;
import io.stoker.spark.driver.RefusedSettings;
import io.stoker.spark.result.Manifests;
import io.stoker.spark.result.ResultCommit;
import io.stoker.spark.result.WrittenFile;
import io.stoker.spark.result.WrittenResults;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes a SQL program from its check to its commit.
 *
 * <p>The order is the promise: everything that needs no executors is checked first; files are
 * written, then listed in a manifest, then the one fenced commit makes them the run's result.
 */
public final class SqlRun {
  private static final Logger LOG = LoggerFactory.getLogger(SqlRun.class);
  private static final long LISTENERS_MILLIS = 10_000;

  private final DriverSession session;
  private final SqlProgram program;
  private final SparkConf conf;

  public SqlRun(DriverSession session, SqlProgram program, SparkConf conf) {
    this.session = session;
    this.program = program;
    this.conf = conf;
  }

  /** Returns when the result is committed; every failure is a {@link JobFailure}. */
  public void execute() {
    Map<String, Object> parameters = Parameters.of(program.parameters());
    CheckedScript script = CheckedScript.of(program.sql(), parameters, conf);
    if (program.result() != null) {
      script.requireQuery();
    }
    Inputs inputs = new Inputs(program.inputs());
    inputs.requireExistence(SparkHadoopUtil.get().newConfiguration(conf));
    SparkSession spark = start();
    inputs.register(spark);
    Manifest manifest = run(spark, script, parameters);
    awaitListeners(spark);
    new ResultCommit(session, spark.sessionState().newHadoopConf()).publish(manifest);
  }

  private SparkSession start() {
    try {
      return SparkSession.builder().config(conf).getOrCreate();
    } catch (Throwable e) {
      Optional<JobFailure> refused = RefusedSettings.in(e, conf);
      if (refused.isPresent()) {
        throw refused.get();
      }
      throw e;
    }
  }

  private Manifest run(SparkSession spark, CheckedScript script, Map<String, Object> parameters) {
    SqlProgram.Output output = program.result();
    if (output == null) {
      script.statements().forEach(statement -> sql(spark, statement, parameters));
      return Manifests.empty(session.attempt());
    }
    script.beforeResult().forEach(statement -> sql(spark, statement, parameters));
    Dataset<Row> rows = sql(spark, script.last(), parameters);
    return write(script.last(), output, rows);
  }

  private static Dataset<Row> sql(
      SparkSession spark, SqlStatement statement, Map<String, Object> parameters) {
    LOG.info("Running {}", statement.place());
    try {
      return spark.sql(statement.text(), parameters);
    } catch (Throwable e) {
      throw Failures.of(statement, e);
    }
  }

  private Manifest write(SqlStatement statement, SqlProgram.Output output, Dataset<Row> rows) {
    String directory = session.attempt().outputDirectory();
    RowCounter counter = RowCounter.of(output.format());
    try {
      counter
          .counted(rows)
          .write()
          .format(output.format())
          .options(output.options())
          .partitionBy(output.partitionBy().toArray(String[]::new))
          .mode("append")
          .save(directory);
    } catch (Throwable e) {
      throw Failures.of(statement, e);
    }
    CrashPoints.hit(CrashPoint.DRIVER_ROWS_WRITTEN);
    List<WrittenFile> files = WrittenResults.take(directory);
    return Manifests.of(session.attempt(), output, rows.schema(), files, counter.rows());
  }

  /** What listeners have not heard yet belongs to the last progress. */
  private static void awaitListeners(SparkSession spark) {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty(LISTENERS_MILLIS);
    } catch (TimeoutException e) {
      LOG.warn("The last progress may be incomplete: {}", e.toString());
    }
  }
}
