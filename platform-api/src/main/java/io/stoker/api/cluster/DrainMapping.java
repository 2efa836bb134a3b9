package io.stoker.api.cluster;

import io.stoker.api.web.Body;
import io.stoker.cluster.Drain;
import io.stoker.contract.cluster.DrainRequest;
import io.stoker.contract.cluster.DrainStatus;
import io.stoker.error.Violations;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The order to empty a node, from the contract's records and back. */
final class DrainMapping {
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final int MAX_REASON = 500;

  private DrainMapping() {}

  static Drain.Order order(Body<DrainRequest> body) {
    Violations violations = new Violations(body.violations());
    DrainRequest request = body.value();
    if (request == null) {
      violations.throwIfAny();
      throw new IllegalStateException("Nothing was read, and nothing was wrong");
    }
    String reason = request.reason();
    if (reason != null
        && (reason.length() > MAX_REASON || reason.chars().anyMatch(Character::isISOControl))) {
      violations.add(
          "/reason", "INVALID", "must be at most " + MAX_REASON + " characters on a single line");
    }
    Drain.Order order =
        new Drain.Order(
            reason == null || reason.isBlank() ? null : reason.strip(),
            drivers(request.drivers(), violations),
            deadline(request.deadline(), violations),
            false);
    violations.throwIfAny();
    return order;
  }

  static @Nullable DrainStatus status(@Nullable Drain drain) {
    return drain == null
        ? null
        : new DrainStatus(
            drain.reason(), drain.drivers().name(), drain.startedAt(), drain.secondsLeft());
  }

  private static Drain.Drivers drivers(@Nullable String word, Violations violations) {
    if (word == null) {
      return Drain.Drivers.WAIT;
    }
    Optional<Drain.Drivers> drivers =
        Arrays.stream(Drain.Drivers.values())
            .filter(known -> known.name().equals(word))
            .findFirst();
    if (drivers.isEmpty()) {
      violations.add("/drivers", "INVALID", "must be WAIT or MOVE, but is " + word);
    }
    return drivers.orElse(Drain.Drivers.WAIT);
  }

  private static @Nullable Integer deadline(@Nullable String text, Violations violations) {
    if (text == null) {
      return null;
    }
    try {
      Duration deadline = Duration.parse(text);
      if (deadline.isNegative() || deadline.compareTo(LONGEST) > 0) {
        violations.add("/deadline", "OUT_OF_RANGE", "must be from PT0S to P7D, but is " + text);
      }
      return (int) Math.min(deadline.toSeconds(), LONGEST.toSeconds());
    } catch (DateTimeParseException e) {
      violations.add(
          "/deadline", "NOT_A_DURATION", "must be an ISO-8601 duration as PT30M, but is " + text);
      return null;
    }
  }
}
