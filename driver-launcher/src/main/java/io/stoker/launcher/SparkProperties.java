package io.stoker.launcher;

import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Spark's settings of one run as a file for {@code --properties-file}, readable by its owner. */
final class SparkProperties {
  private SparkProperties() {}

  /** Spark reads the file by {@link Properties} too, so their escapes are the right ones. */
  static void write(Path file, Map<String, String> settings) throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    StringWriter text = new StringWriter();
    properties.store(text, null);
    PrivateFiles.write(file, text.toString());
  }
}
