package io.stoker.spark.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.spark.SparkContext;
import org.apache.spark.ui.SparkUI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.OptionConverters;

/**
 * Tells the node's service, by a file in the process's own directory, on which port of loopback
 * Spark's UI is. A later service of the node reads the same file.
 */
public final class UiPortFile {
  private static final Logger LOG = LoggerFactory.getLogger(UiPortFile.class);
  private static final String SETTING = "spark.stoker.uiPortFile";
  private static final int NONE = 0;

  private UiPortFile() {}

  /** Of each context that a program makes: the last one counts. */
  public static void write(SparkContext context) {
    String name = context.conf().get(SETTING, "");
    if (name.isEmpty()) {
      return;
    }
    write(
        Path.of(name), OptionConverters.toJava(context.ui()).map(SparkUI::boundPort).orElse(NONE));
  }

  /** Of whatever else shows pages. */
  public static void write(Path file, int port) {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(whole, port + "\n");
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("The node cannot be told of Spark's UI, which nobody will see: {}", e.toString());
    }
  }
}
