package io.stoker.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A runtime directory with Spark's real launcher jar, for tests. */
final class Runtimes {
  private Runtimes() {}

  static SparkRuntime in(Path home) throws IOException, ReflectiveOperationException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    URI launcher =
        URI.create(
            Class.forName("org.apache.spark.launcher.JavaModuleOptions")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
    Files.copy(Path.of(launcher), jars.resolve("spark-launcher_2.13-4.2.0.jar"));
    Files.writeString(jars.resolve("spark-core_2.13-4.2.0.jar"), "core");
    return SparkRuntime.in(home);
  }
}
