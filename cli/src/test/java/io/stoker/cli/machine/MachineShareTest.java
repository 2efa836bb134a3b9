package io.stoker.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.cli.machine.MachineShare.Machine;
import org.junit.jupiter.api.Test;

class MachineShareTest {
  private static final long GIB = 1024;

  @Test
  void aLargeMachineIsSplitWithoutARemainderBeingPromisedTwice() {
    var machine = new Machine(17, 68 * GIB + 2 * 896);
    MachineShare share = MachineShare.of(machine, 2);
    assertThat(share).isEqualTo(new MachineShare(8, 32 * GIB));
    assertThat(share.memory()).isEqualTo("32768m");
    assertThat(share.describe(machine, 2))
        .isEqualTo(
            "Each of 2 nodes declares 8 cores and 32.0 GiB; the machine has 17 cores and 69.8"
                + " GiB.");
  }

  @Test
  void aSmallMachineIsOverCommittedAndThatIsSaid() {
    assertThat(MachineShare.of(new Machine(2, 24 * GIB), 2))
        .isEqualTo(new MachineShare(2, 10 * GIB - 896));
    assertThat(describe(new Machine(2, 24 * GIB))).contains("over-commits its cores:");
    assertThat(describe(new Machine(4, 8 * GIB))).contains("over-commits its memory:");
    assertThat(describe(new Machine(1, 3 * GIB))).contains("over-commits its cores and memory:");
    assertThat(MachineShare.of(new Machine(1, 3 * GIB), 2)).isEqualTo(new MachineShare(2, 4 * GIB));
  }

  @Test
  void thisMachineHasSomething() {
    Machine machine = Machine.current();
    assertThat(machine.cores()).isPositive();
    assertThat(machine.memoryMib()).isGreaterThan(100);
  }

  private static String describe(Machine machine) {
    return MachineShare.of(machine, 2).describe(machine, 2);
  }
}
