package io.stoker.job;

import io.stoker.error.Violations;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How often, how long and how many at once the runs of a job may run. */
final class RunRules {
  private static final Duration BACKOFF = Duration.ofSeconds(10);
  private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(30);
  private static final int MAX_CONCURRENCY = 1000;

  private final Violations violations;
  private final Bounds bounds;

  RunRules(Violations violations) {
    this.violations = violations;
    this.bounds = new Bounds(violations);
  }

  JobSpec.Retry retry(JobDraft.@Nullable Retry draft) {
    if (draft == null) {
      return new JobSpec.Retry(1, BACKOFF);
    }
    String backoff = draft.backoff();
    return new JobSpec.Retry(
        bounds.within("/retry/maxAttempts", draft.maxAttempts(), 1, 1, 10),
        backoff == null
            ? BACKOFF
            : bounds.within("/retry/backoff", backoff, Duration.ZERO, LONGEST_BACKOFF));
  }

  /** Counted in whole seconds of uptime. */
  @Nullable Duration timeout(@Nullable String draft) {
    if (draft == null) {
      return null;
    }
    Duration timeout = bounds.within("/timeout", draft, SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
    if (!timeout.equals(timeout.truncatedTo(ChronoUnit.SECONDS))) {
      violations.add("/timeout", "TOO_PRECISE", "must be whole seconds, but is " + draft);
    }
    return timeout;
  }

  JobSpec.Concurrency concurrency(JobDraft.@Nullable Concurrency draft) {
    if (draft == null) {
      return JobSpec.Concurrency.ALLOWED;
    }
    Optional<ConcurrencyPolicy> policy = policy(draft.policy());
    if (policy.isPresent() && policy.get() != ConcurrencyPolicy.ALLOW) {
      int max = bounds.within("/concurrency/max", draft.max(), 1, 1, MAX_CONCURRENCY);
      return new JobSpec.Concurrency(policy.get(), max);
    }
    if (policy.isPresent() && draft.max() != null) {
      violations.add(
          "/concurrency/max",
          "CONTRADICTION",
          "must be absent: ALLOW has no bound. Use QUEUE or SKIP");
    }
    return JobSpec.Concurrency.ALLOWED;
  }

  private Optional<ConcurrencyPolicy> policy(@Nullable String word) {
    Optional<ConcurrencyPolicy> policy =
        Arrays.stream(ConcurrencyPolicy.values())
            .filter(known -> known.name().equals(word))
            .findFirst();
    if (policy.isEmpty()) {
      violations.add(
          "/concurrency/policy",
          word == null ? "REQUIRED" : "INVALID",
          "must be ALLOW, QUEUE or SKIP" + (word == null ? "" : ", but is " + word));
    }
    return policy;
  }
}
