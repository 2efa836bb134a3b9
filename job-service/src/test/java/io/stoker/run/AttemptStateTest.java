package io.stoker.run;

import static io.stoker.run.AttemptState.ASSIGNED;
import static io.stoker.run.AttemptState.CANCELLED;
import static io.stoker.run.AttemptState.COMMITTED;
import static io.stoker.run.AttemptState.COMMITTING;
import static io.stoker.run.AttemptState.FAILED;
import static io.stoker.run.AttemptState.LOST;
import static io.stoker.run.AttemptState.RUNNING;
import static io.stoker.run.AttemptState.STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** I7: states move only along the declared graph, and a terminal state absorbs. */
class AttemptStateTest {
  private static final Map<AttemptState, Set<AttemptState>> GRAPH =
      Map.of(
          ASSIGNED, Set.of(STARTING, FAILED, LOST, CANCELLED),
          STARTING, Set.of(RUNNING, FAILED, LOST, CANCELLED),
          RUNNING, Set.of(COMMITTING, FAILED, LOST, CANCELLED),
          COMMITTING, Set.of(COMMITTED, FAILED, LOST, CANCELLED),
          COMMITTED, Set.of(),
          FAILED, Set.of(),
          LOST, Set.of(),
          CANCELLED, Set.of());

  @ParameterizedTest
  @EnumSource
  void everyPairIsLegalOrNotAsDeclared(AttemptState from) {
    for (AttemptState to : AttemptState.values()) {
      assertThat(from.canBecome(to))
          .as("%s to %s", from, to)
          .isEqualTo(GRAPH.getOrDefault(from, Set.of()).contains(to));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTerminalStateIsOneThatNothingLeaves(AttemptState state) {
    Set<AttemptState> terminal = EnumSet.of(COMMITTED, FAILED, LOST, CANCELLED);
    assertThat(state.isTerminal()).isEqualTo(terminal.contains(state));
    assertThat(state.isTerminal()).isEqualTo(GRAPH.getOrDefault(state, Set.of()).isEmpty());
  }
}
