package io.stoker.acceptance.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long the platform was up, by a clock that it does not know: its own, in which leases are
 * counted, must not have gone further, whatever was away and however many servers count.
 */
final class Uptime {
  private final Facts facts;
  private long begin;
  private long ticksThen;
  private long awaySince;
  private Duration away = Duration.ZERO;
  private int outages;

  Uptime(Facts facts) {
    this.facts = facts;
  }

  /** The platform is up from now on. */
  void begin() {
    ticksThen = facts.ticks() - facts.passed();
    begin = System.nanoTime();
  }

  /** Nothing can be counted until it is {@link #back}. */
  void away() {
    if (awaySince == 0) {
      awaySince = System.nanoTime();
    }
  }

  void back() {
    if (awaySince != 0) {
      away = away.plusNanos(System.nanoTime() - awaySince);
      awaySince = 0;
      outages++;
    }
  }

  /** What the clock has counted too much, as a sentence; empty when nothing. */
  List<String> broken() {
    long counted = facts.ticks() - facts.passed() - ticksThen;
    Duration up = Duration.ofNanos(System.nanoTime() - begin).minus(away);
    // a second that had begun is counted at each end of an outage
    long most = up.toSeconds() + 2 + 2L * outages;
    return counted <= most
        ? List.of()
        : List.of(
            "I17: the platform's clock went %d s in %d s of uptime"
                .formatted(counted, up.toSeconds()));
  }
}
