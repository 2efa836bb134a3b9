package io.stoker.node;

import io.stoker.node.home.NodeProblem;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Logs in one sentence why the service does not start, where Spring would print a report. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartProblems implements SpringBootExceptionReporter {
  private static final Logger LOG = LoggerFactory.getLogger(NodeService.class);

  @Override
  public boolean reportException(Throwable failure) {
    String sentence =
        Stream.iterate(failure, t -> t != null, Throwable::getCause)
            .map(StartProblems::sentence)
            .filter(s -> s != null)
            .reduce((outer, inner) -> inner)
            .orElse(null);
    if (sentence != null) {
      LOG.error(sentence);
    }
    return sentence != null;
  }

  private static @Nullable String sentence(Throwable problem) {
    if (problem instanceof NodeProblem) {
      return problem.getMessage();
    }
    if (problem instanceof UnboundConfigurationPropertiesException unbound) {
      String names =
          String.join(
              ", ",
              unbound.getUnboundProperties().stream().map(p -> p.getName().toString()).toList());
      return "a node has no setting " + names;
    }
    if (problem instanceof BindException bind && bind.getProperty() != null) {
      ConfigurationProperty property = bind.getProperty();
      return property.getName() + ": '" + property.getValue() + "' is not understood";
    }
    return null;
  }
}
