package io.stoker.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A moment that a cron names in a zone.
 *
 * @param fires false when it only stands for local times that do not exist and are not made up for
 * @param gap local times that the clock jumped over at this moment and that the cron names too;
 *     null as a rule
 */
public record FireTime(Instant at, boolean fires, @Nullable Gap gap) {

  /** What is special about it, in a sentence. */
  public Optional<String> note() {
    return Optional.ofNullable(gap)
        .map(
            missing ->
                "Local times from %s to %s do not exist on %s%s"
                    .formatted(
                        missing.from().toLocalTime(),
                        missing.to().toLocalTime(),
                        missing.from().toLocalDate(),
                        fires
                            ? ": what is due then fires where the clock goes on."
                            : "; with every hour of the day named, none is moved."));
  }

  /**
   * Local times that do not exist.
   *
   * @param from the first of them
   * @param to where the clock goes on
   */
  public record Gap(LocalDateTime from, LocalDateTime to) {}
}
