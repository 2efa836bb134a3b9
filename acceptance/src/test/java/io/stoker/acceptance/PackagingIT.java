package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Packaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was packed into which process: the class paths that must never meet. */
class PackagingIT {
  @Test
  void theServerHasNoSparkAndNoUserCode() throws IOException {
    assertThat(libraries(Packaged.serverJar()))
        .anyMatch(jar -> jar.startsWith("job-service-"))
        .noneMatch(jar -> jar.matches("(spark|scala|hadoop|executor-node)-.*"));
  }

  @Test
  void theNodeHasNeitherSparkNorTheDatabase() throws IOException {
    assertThat(libraries(Packaged.nodeJar()))
        .anyMatch(jar -> jar.startsWith("driver-launcher-"))
        .noneMatch(
            jar -> jar.matches("(spark|scala|postgresql|spring-jdbc|job-service|quartz)-.*"));
  }

  @Test
  void sparksJvmsHaveSparkAndThreeJarsOfOurs() throws IOException {
    try (Stream<Path> jars = Files.list(Packaged.spark().resolve("jars"))) {
      List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();

      assertThat(names)
          .hasSizeGreaterThan(150)
          .anyMatch(jar -> jar.startsWith("spark-core_2.13-"))
          .noneMatch(jar -> jar.matches("(spring|swagger|springdoc)-.*"));
      assertThat(names.stream().filter(jar -> jar.endsWith("-0.1.0-SNAPSHOT.jar")))
          .containsExactlyInAnyOrder(
              "crash-points-0.1.0-SNAPSHOT.jar",
              "openapi-0.1.0-SNAPSHOT.jar",
              "spark-runtime-0.1.0-SNAPSHOT.jar");
    }
  }

  private static List<String> libraries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
          .map(name -> name.substring("BOOT-INF/lib/".length()))
          .toList();
    }
  }
}
