package io.stoker.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcStatTest {
  @Test
  void countsFieldsAfterTheLastParenthesis() {
    ProcStat stat =
        ProcStat.parse(
            "42 (a) S 1 (b)) Z 1 40 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 162859 9 10\n");
    assertThat(stat).isEqualTo(new ProcStat(42, 'Z', 41, false, 162_859));
    assertThat(stat.isAlive()).isFalse();
  }

  @Test
  void seesWhatIsOnItsWayOut() {
    String line = "42 (a) R 1 40 41 0 -1 %d 1 2 3 4 5 6 7 8 20 0 1 0 162859 9 10%n";
    assertThat(ProcStat.parse(line.formatted(4194304)).ending()).isFalse();
    assertThat(ProcStat.parse(line.formatted(4194304 + 4)).ending()).isTrue();
  }

  @Test
  void readsThisProcess() {
    ProcessIdentity self = ProcessIdentity.ofSelf();
    assertThat(self.isAlive()).isTrue();
    assertThat(new ProcessIdentity(self.pid(), self.startTicks() + 1, self.bootId()).isAlive())
        .isFalse();
    assertThat(new ProcessIdentity(self.pid(), self.startTicks(), "other").isAlive()).isFalse();
  }
}
