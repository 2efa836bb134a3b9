package io.stoker.spark.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Uses what drivers and executors use, in one JVM without a cluster, so that this JVM can archive
 * the classes as it ends. Its result is of no interest.
 */
public final class Training {
  private static final String QUERY =
      """
      select key, name, sum(amount) as total, max(day) as last, count(distinct id) as ids,
             rank() over (order by sum(amount) desc) as place
      from facts join names using (key)
      where amount > 1 and name like 'n%'
      group by key, name
      order by total desc
      limit 100
      """;

  private Training() {}

  /**
   * Runs and ends; also ends once standard input does, since then nobody waits for the archive.
   *
   * @param args a directory of its own to write to
   */
  public static void main(String[] args) throws IOException {
    Thread guard = new Thread(Training::haltAfterInput, "starter-watch");
    guard.setDaemon(true);
    guard.start();
    query(Path.of(args[0]));
  }

  private static void haltAfterInput() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().halt(1);
  }

  /** What a driver shows in its UI; nobody else may look, so it is on loopback. */
  private static void look(SparkContext context) throws IOException {
    String ui = context.uiWebUrl().get();
    for (String page : List.of("/jobs/", "/stages/", "/executors/", "/SQL/")) {
      try (InputStream in = URI.create(ui + page).toURL().openStream()) {
        in.readAllBytes();
      }
    }
  }

  private static void query(Path directory) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("training")
            .config("spark.ui.port", 0)
            .config("spark.eventLog.enabled", true)
            .config("spark.eventLog.dir", directory.toUri().toString())
            .config("spark.eventLog.rolling.enabled", true)
            .config("spark.eventLog.compress", true)
            .config("spark.eventLog.compression.codec", "zstd")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.warehouse.dir", directory.resolve("warehouse").toUri().toString())
            .getOrCreate();
    try {
      Dataset<Row> rows =
          spark.sql(
              "select id, cast(id % 7 as int) as key, cast(id as decimal(12, 2)) as amount,"
                  + " date_add(date '2020-01-01', cast(id % 99 as int)) as day,"
                  + " concat('n', id) as text from range(0, 1000, 1, 2)");
      for (String format : new String[] {"parquet", "csv", "json"}) {
        String place = directory.resolve(format).toUri().toString();
        rows.write().format(format).mode(SaveMode.Append).option("header", true).save(place);
        spark.read().format(format).option("header", true).load(place).count();
      }
      spark
          .read()
          .parquet(directory.resolve("parquet").toUri().toString())
          .createOrReplaceTempView("facts");
      spark
          .sql("select id as key, concat('n', id) as name from range(7)")
          .createOrReplaceTempView("names");
      for (String broadcastBytes : new String[] {"10m", "-1"}) {
        spark.conf().set("spark.sql.autoBroadcastJoinThreshold", broadcastBytes);
        spark.sql(QUERY).write().parquet(directory.resolve("out" + broadcastBytes).toString());
        spark.sql(QUERY).collectAsList();
      }
      look(spark.sparkContext());
    } finally {
      spark.stop();
    }
  }
}
