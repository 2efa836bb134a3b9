package io.stoker.acceptance.harness;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands every test class the same cluster, started for the first and closed after the last: a start
 * takes half a minute. A test leaves it as it found it, with both nodes ready and no open run.
 */
public final class SharedCluster implements ParameterResolver {
  /** Two nodes of three cores: two runs of three processes fill it exactly. */
  public static final int NODE_CORES = 3;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedCluster.class))
        .computeIfAbsent("cluster", key -> Cluster.start("shared", NODE_CORES), Cluster.class);
  }
}
