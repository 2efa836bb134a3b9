package io.stoker.launcher.process;

import static io.stoker.launcher.process.Children.awaitOutput;
import static io.stoker.launcher.process.Children.started;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionMemoryTest {
  private static final long MIB = 1L << 20;

  /** A subshell holds 60 MiB in a variable, as a program's own process would. */
  @Test
  void countsWhatAProcessStartedAndNobodyElse(@TempDir Path home) throws Exception {
    ChildProcess holding =
        started(
            home,
            "(x=$(head -c 62914560 /dev/zero | tr '\\0' a); echo has; sleep 1000; :) & sleep 1000");
    ChildProcess empty = started(home, "echo has; sleep 1000");
    try {
      awaitOutput(holding, "has");
      awaitOutput(empty, "has");
      long session = holding.session().orElseThrow();
      long other = empty.session().orElseThrow();

      Map<Long, Long> bytes = SessionMemory.atMost(Set.of(session, other));

      assertThat(bytes.get(session)).isBetween(60 * MIB, 400 * MIB);
      assertThat(bytes.get(other)).isBetween(1L, 10 * MIB);
      assertThat(SessionMemory.atMost(Set.of())).isEmpty();
      assertThat(SessionMemory.exactly(session)).isBetween(60 * MIB, 400 * MIB);
    } finally {
      assertThat(holding.terminate(Duration.ZERO)).isTrue();
      assertThat(empty.terminate(Duration.ZERO)).isTrue();
    }
    assertThat(holding.session()).isEmpty();
  }

  /** As the daemon of Python workers does for each core, with all that it has imported. */
  @Test
  void countsOnceWhatForkedProcessesShare(@TempDir Path home) throws Exception {
    String fork = "(sleep 1000; :) & ";
    ChildProcess holding =
        started(
            home,
            "x=$(head -c 62914560 /dev/zero | tr '\\0' a); "
                + fork.repeat(3)
                + "echo has; sleep 1000; :");
    try {
      awaitOutput(holding, "has");
      long session = holding.session().orElseThrow();
      long atMost = requireNonNull(SessionMemory.atMost(Set.of(session)).get(session));
      assertThat(atMost).isGreaterThan(4 * 60 * MIB);
      assertThat(SessionMemory.exactly(session)).isBetween(60 * MIB, atMost / 3);
    } finally {
      assertThat(holding.terminate(Duration.ZERO)).isTrue();
    }
  }
}
