package io.stoker.cluster;

import static io.stoker.cluster.AssignmentState.EXITED;
import static io.stoker.cluster.AssignmentState.LOST;
import static io.stoker.cluster.AssignmentState.RUNNING;
import static io.stoker.cluster.AssignmentState.STARTING;
import static io.stoker.cluster.AssignmentState.STOPPING;
import static io.stoker.cluster.AssignmentState.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssignmentStateTest {
  private static final Map<AssignmentState, Set<AssignmentState>> LEGAL =
      Map.of(
          WANTED, EnumSet.of(STARTING, RUNNING, STOPPING, EXITED, LOST),
          STARTING, EnumSet.of(RUNNING, STOPPING, EXITED, LOST),
          RUNNING, EnumSet.of(STOPPING, EXITED, LOST),
          STOPPING, EnumSet.of(EXITED, LOST),
          EXITED, EnumSet.noneOf(AssignmentState.class),
          LOST, EnumSet.noneOf(AssignmentState.class));

  @Test
  void everyPairOfStatesIsLegalOrNot() {
    for (AssignmentState from : AssignmentState.values()) {
      for (AssignmentState to : AssignmentState.values()) {
        assertThat(from.canBecome(to)).as(from + " → " + to).isEqualTo(legal(from).contains(to));
      }
    }
  }

  @Test
  void terminalIsWhatLeadsNowhere() {
    for (AssignmentState state : AssignmentState.values()) {
      assertThat(state.isTerminal()).as(state.name()).isEqualTo(legal(state).isEmpty());
    }
  }

  private static Set<AssignmentState> legal(AssignmentState from) {
    return LEGAL.getOrDefault(from, Set.of());
  }
}
