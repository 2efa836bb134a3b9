package io.stoker.cluster;

import io.stoker.duty.PeriodicDuty;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the cluster does again and again, each a guarded statement or transaction. */
@Configuration(proxyBeanMethods = false)
class ClusterDuties {
  private static final Logger log = LoggerFactory.getLogger(ClusterDuties.class);

  @Bean
  PeriodicDuty unreachableNodes(NodeStore nodes, ClusterSettings settings) {
    return duty("unreachable nodes", () -> markUnreachable(nodes, settings));
  }

  @Bean
  PeriodicDuty dueStops(Assignments assignments) {
    return duty("due stops", assignments::orderDueStops);
  }

  @Bean
  PeriodicDuty drainingNodes(Drains drains) {
    return duty("drains", drains::turn);
  }

  @Bean
  PeriodicDuty unneededHistoryServer(HistoryServer server) {
    return duty("history server", server::endUnneeded);
  }

  @Bean
  PeriodicDuty givenUpProcesses(LostProcesses lost) {
    return duty(
        "lost processes",
        () -> {
          lost.onDeadNodes();
          lost.ignored();
        });
  }

  private static void markUnreachable(NodeStore nodes, ClusterSettings settings) {
    List<String> names = nodes.markUnreachable(settings.unreachableAfterTicks());
    if (!names.isEmpty()) {
      log.warn("Unreachable, gets no new work: {}", names);
    }
  }

  private static PeriodicDuty duty(String name, Runnable work) {
    return new EverySecond(name, work);
  }

  private record EverySecond(String name, Runnable work) implements PeriodicDuty {
    @Override
    public Duration every() {
      return Duration.ofSeconds(1);
    }

    @Override
    public void run() {
      work.run();
    }
  }
}
