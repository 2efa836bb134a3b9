package io.stoker.launcher;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The JVM options that Spark needs on a modern Java, asked of the runtime's own launcher jar, so
 * that they always are those of the Spark that runs. That jar's class is plain Java and holds
 * nothing but the list; it is loaded apart from the service's classes.
 */
final class ModuleOptions {
  private static final String LAUNCHER_JAR = "spark-launcher_";
  private static final String OPTIONS_CLASS = "org.apache.spark.launcher.JavaModuleOptions";

  private ModuleOptions() {}

  static List<String> read(Path jars, Set<String> names) throws IOException {
    String jar =
        names.stream()
            .filter(name -> name.startsWith(LAUNCHER_JAR))
            .findFirst()
            .orElseThrow(() -> new IOException("There is no " + LAUNCHER_JAR + "*.jar in " + jars));
    URL[] path = {jars.resolve(jar).toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      Object options =
          loader.loadClass(OPTIONS_CLASS).getMethod("defaultModuleOptionArray").invoke(null);
      return List.of((String[]) options);
    } catch (ReflectiveOperationException e) {
      throw new IOException(jars.resolve(jar) + " does not tell Spark's JVM options", e);
    }
  }
}
