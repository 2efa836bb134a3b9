package io.stoker.acceptance;

import static io.stoker.acceptance.Problems.assertProblemAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.MavenRepository;
import io.stoker.acceptance.harness.SharedCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Packages of programs, out of a Maven repository in a directory that the server allows. */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagesIT {
  private static final String LIBRARY =
      "package org.example; public class Doubling {"
          + " public static long of(long x) { return Twice.of(x); } }";

  /** Of another package that the first one needs. */
  private static final String NEEDED =
      "package org.example; public class Twice { public static long of(long x) { return 2 * x; } }";

  private static final String PROGRAM =
      """
      package org.example;
      import org.apache.spark.api.java.function.MapFunction;
      import org.apache.spark.sql.*;
      public class Doubles {
        public static void main(String[] a) {
          SparkSession spark = SparkSession.builder().getOrCreate();
          spark.range(0, 100, 1, 2)
              .map((MapFunction<Long, Long>) Doubling::of, Encoders.LONG())
              .toDF("id").write().parquet(a[0] + "doubled");
        }
      }
      """;

  private final Api api;
  private final String repository;
  private final String program;

  PackagesIT(Cluster cluster) throws IOException {
    api = cluster.api();
    MavenRepository maven = cluster.repository();
    repository = maven.url();
    maven.deploy("twice", "1.0", Map.of("org.example.Twice", NEEDED));
    maven.deploy("doubling", "1.0", Map.of("org.example.Doubling", LIBRARY), "twice:1.0");
    Path jar = maven.compile("program", Map.of("org.example.Doubles", PROGRAM));
    program =
        api.upload("/api/v1/artifacts?name=doubles.jar", jar).json().required("id").asString();
  }

  private ObjectNode job(String coordinates) {
    ObjectNode job = Jobs.jar(program, "org.example.Doubles", "${run.output}");
    ((ObjectNode) job.required("application")).putArray("packages").add(coordinates);
    return job;
  }

  @Test
  void driverAndExecutorsHaveTheClassesOfPackagesAndWhatTheyNeed() {
    Run run = Run.of(api, job("org.example:doubling:1.0")).expectSuccess();

    assertThat(run.longs("id"))
        .containsExactlyElementsOf(LongStream.range(0, 100).map(x -> 2 * x).boxed().toList());
  }

  @Test
  void whatIsNowhereIsNamedWithWhereItWasLookedFor() {
    ObjectNode definition = job("org.example:nowhere:9.9");
    ((ObjectNode) definition.required("application")).putArray("repositories").add(repository);
    JsonNode reason = Run.of(api, definition).expectEnd("FAILED").get().required("reason");

    assertThat(reason.required("code").asString()).isEqualTo("PACKAGES_UNRESOLVED");
    assertThat(reason.required("message").asString())
        .contains("org.example:nowhere:9.9", repository);

    ObjectNode elsewhere = job("org.example:doubling:1.0");
    ((ObjectNode) elsewhere.required("application"))
        .putArray("repositories")
        .add("https://elsewhere.example/maven/");
    assertProblemAt(
        api.post("/api/v1/jobs", elsewhere),
        422,
        "VALIDATION_FAILED",
        "/application/repositories/0");
  }
}
