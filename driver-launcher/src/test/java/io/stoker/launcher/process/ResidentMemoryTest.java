package io.stoker.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {

  @Test
  void readsWhatTheKernelSaysOfThisProcess() {
    ResidentMemory mine = ResidentMemory.of(ProcessHandle.current().pid()).orElseThrow();
    assertThat(mine.bytes()).isGreaterThan(16L << 20);
    assertThat(mine.peakBytes()).isGreaterThanOrEqualTo(mine.bytes());
  }

  @Test
  void aProcessThatIsGoneHoldsNothing() {
    assertThat(ResidentMemory.of(Long.MAX_VALUE)).isEmpty();
    assertThat(ResidentMemory.parse(List.of("Name:\tjava", "State:\tZ (zombie)"))).isEmpty();
  }

  @Test
  void countsInKibibytes() {
    assertThat(ResidentMemory.parse(List.of("VmHWM:\t    2048 kB", "VmRSS:\t    1024 kB")))
        .contains(new ResidentMemory(1L << 20, 2L << 20));
  }
}
