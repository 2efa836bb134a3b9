package io.stoker.run;

import static io.stoker.run.RunState.CANCELLED;
import static io.stoker.run.RunState.COMMITTING;
import static io.stoker.run.RunState.FAILED;
import static io.stoker.run.RunState.QUEUED;
import static io.stoker.run.RunState.RETRY_WAIT;
import static io.stoker.run.RunState.RUNNING;
import static io.stoker.run.RunState.SKIPPED;
import static io.stoker.run.RunState.STARTING;
import static io.stoker.run.RunState.SUCCEEDED;
import static io.stoker.run.RunState.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** I7: states move only along the declared graph, and a terminal state absorbs. */
class RunStateTest {
  private static final Map<RunState, Set<RunState>> GRAPH =
      Map.of(
          QUEUED, Set.of(STARTING, FAILED, CANCELLED, TIMED_OUT),
          STARTING, Set.of(RUNNING, RETRY_WAIT, FAILED, CANCELLED, TIMED_OUT),
          RUNNING, Set.of(COMMITTING, RETRY_WAIT, FAILED, CANCELLED, TIMED_OUT),
          COMMITTING, Set.of(SUCCEEDED, RETRY_WAIT, FAILED, CANCELLED, TIMED_OUT),
          RETRY_WAIT, Set.of(STARTING, FAILED, CANCELLED, TIMED_OUT),
          SUCCEEDED, Set.of(),
          FAILED, Set.of(),
          CANCELLED, Set.of(),
          TIMED_OUT, Set.of(),
          SKIPPED, Set.of());

  @ParameterizedTest
  @EnumSource
  void everyPairIsLegalOrNotAsDeclared(RunState from) {
    for (RunState to : RunState.values()) {
      assertThat(from.canBecome(to))
          .as("%s to %s", from, to)
          .isEqualTo(GRAPH.getOrDefault(from, Set.of()).contains(to));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTerminalStateIsOneThatNothingLeaves(RunState state) {
    Set<RunState> terminal = EnumSet.of(SUCCEEDED, FAILED, CANCELLED, TIMED_OUT, SKIPPED);
    assertThat(state.isTerminal()).isEqualTo(terminal.contains(state));
    assertThat(state.isTerminal()).isEqualTo(GRAPH.getOrDefault(state, Set.of()).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void onlyAWaitingRunCanGetAnAttempt(RunState state) {
    assertThat(state.isWaiting()).isEqualTo(state.canBecome(STARTING));
  }
}
