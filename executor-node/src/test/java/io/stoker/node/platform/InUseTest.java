package io.stoker.node.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InUseTest {
  private Duration now = Duration.ZERO;
  private final InUse inUse = new InUse(Duration.ofMinutes(1), () -> now.toNanos());

  @Test
  void oneThatIsHeardNoMoreIsWaitedForHoweverLongThatTakes() {
    for (int second = 0; second < 300; second += 5) {
      assertThat(mayPass(second, 300L - second)).isTrue();
    }
  }

  @Test
  void oneThatIsHeardOnAndOnIsSomebodyElse() {
    for (int second = 0; second < 60; second += 5) {
      assertThat(mayPass(second, second % 2 == 0 ? 19L : 20L)).isTrue();
    }
    assertThat(mayPass(60, 20L)).isFalse();
  }

  /** As its last report may come late. */
  @Test
  void aLastWordOfTheFormerServiceIsNoProof() {
    assertThat(mayPass(0, 118L)).isTrue();
    assertThat(mayPass(5, 120L)).isTrue();
    assertThat(mayPass(70, 55L)).isTrue();
    assertThat(mayPass(120, 5L)).isTrue();
  }

  @Test
  void withoutATimeItIsSomebodyElseAfterAMinute() {
    assertThat(mayPass(0, null)).isTrue();
    assertThat(mayPass(59, null)).isTrue();
    assertThat(mayPass(60, null)).isFalse();
  }

  /** Of two machines that change their addresses one is there first. */
  @Test
  void whoIsAtItsAddressMayLeaveWithinAMinute() {
    assertThat(mayPass(0, "NODE_HOST_IN_USE", null)).isTrue();
    assertThat(mayPass(59, "NODE_HOST_IN_USE", null)).isTrue();
    assertThat(mayPass(60, "NODE_HOST_IN_USE", null)).isFalse();
  }

  @Test
  void otherRefusalsDoNotPass() {
    assertThat(inUse.mayPass(new Reply.Refused<>(409, "CONFLICT", "no", 5L))).isFalse();
  }

  private boolean mayPass(int second, @Nullable Long left) {
    return mayPass(second, "NODE_IDENTITY_IN_USE", left);
  }

  private boolean mayPass(int second, String code, @Nullable Long left) {
    now = Duration.ofSeconds(second);
    return inUse.mayPass(new Reply.Refused<>(409, code, "no", left));
  }
}
