package io.stoker.spark.history;

import io.stoker.spark.ui.UiPortFile;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.history.FsHistoryProvider;
import org.apache.spark.deploy.history.HistoryServer;
import org.apache.spark.deploy.history.HistoryServer$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spark's history server on a port of its own choice, for as long as the node hears the platform.
 * Its settings are Java's system properties, as Spark's are.
 */
public final class HistoryMain {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryMain.class);
  private static final int ANY_PORT = 0;
  private static final int HANGS = 1;

  private HistoryMain() {}

  /**
   * Runs until nobody can want it any more.
   *
   * @param args the file to write the port to, the file whose time says when the node heard the
   *     platform last, and the seconds of silence after which it ends
   */
  public static void main(String[] args) throws InterruptedException {
    OwnPages pages = new OwnPages(OwnPages.Limits.DEFAULTS);
    pages.watch(() -> Runtime.getRuntime().halt(HANGS)); // what hangs may hold an orderly end up
    SparkConf conf = new SparkConf();
    FsHistoryProvider provider = new FsHistoryProvider(conf);
    SecurityManager security = HistoryServer$.MODULE$.createSecurityManager(conf);
    HistoryServer server = new HistoryServer(conf, provider, security, ANY_PORT);
    server.bind();
    provider.start();
    UiPortFile.write(Path.of(args[0]), server.boundPort());
    pages.areAt(server.boundPort());
    LOG.info("Shows event logs of {}", conf.get("spark.history.fs.logDirectory"));
    new Silence(Path.of(args[1]), Duration.ofSeconds(Long.parseLong(args[2]))).await();
    LOG.info("The node has heard nothing from the platform for {} s; ending", args[2]);
    server.stop();
    System.exit(0);
  }
}
