package io.stoker.acceptance.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;

/**
 * Hands every test class the same cluster, started for the first and closed after the last: a start
 * takes half a minute. A test class leaves it as it found it, with both nodes ready and nothing on
 * them; the next class waits for what is about to end by itself, and one that leaves more fails.
 */
public final class SharedCluster implements ParameterResolver, AfterAllCallback {
  /** Two nodes of three cores: two runs of three processes fill it exactly. */
  public static final int NODE_CORES = 3;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Api api = cluster(context).api();
    Awaitility.await("the shared cluster is left as it was found")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(items(api, "/api/v1/runs"))
                  .allSatisfy(run -> assertThat(run.hasNonNull("finishedAt")).isTrue());
              assertThat(items(api, "/api/v1/nodes"))
                  .hasSize(2)
                  .allSatisfy(
                      node -> {
                        assertThat(node.required("state").asString()).isEqualTo("READY");
                        assertThat(node.required("coresUsed").asDouble()).isZero();
                      });
            });
  }

  private static JsonNode items(Api api, String path) {
    return api.get(path).expect(200).json().required("items");
  }

  private static Cluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedCluster.class))
        .computeIfAbsent("cluster", key -> Cluster.start("shared", NODE_CORES), Cluster.class);
  }
}
