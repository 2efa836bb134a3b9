package io.stoker.spark.shuffle;

import io.stoker.contract.node.ShuffleDirectory;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a node's shuffle server; the node's service starts it and starts it again. */
public final class ShuffleMain {
  private static final Logger LOG = LoggerFactory.getLogger(ShuffleMain.class);

  /** So that nothing is left for ever on a machine whose service does not come back. */
  private static final Duration IDLE = Duration.ofHours(1);

  private ShuffleMain() {}

  /**
   * Serves until it is ended, or nobody has been connected for an hour.
   *
   * @param args the shuffle directory, the root of all local directories, address, port
   */
  public static void main(String[] args) {
    ShuffleDirectory directory = new ShuffleDirectory(Path.of(args[0]));
    try (ShuffleServer server =
        new ShuffleServer(directory, Path.of(args[1]), args[2], Integer.parseInt(args[3]), IDLE)) {
      server.serve();
    } catch (Exception e) {
      LOG.error("The shuffle server on {} ends", args[2], e);
      System.exit(1);
    }
  }
}
