package io.stoker.acceptance.bench;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Reply;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A client that repeats itself until it is answered, and writes down what it was promised: the runs
 * that were acknowledged, the cancels that were confirmed.
 */
final class Ledger {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final List<Api> servers;
  private final AtomicInteger current = new AtomicInteger();
  private final String job;
  private final Map<String, UUID> acknowledged = new ConcurrentHashMap<>();
  private final Set<UUID> cancelled = ConcurrentHashMap.newKeySet();
  private final Set<UUID> unharmed = ConcurrentHashMap.newKeySet();
  private final List<String> broken = new CopyOnWriteArrayList<>();

  /**
   * One with a job of its own.
   *
   * @param servers the next is asked when one does not answer
   */
  Ledger(List<Api> servers, Map<String, ?> definition) {
    this.servers = servers;
    this.job = "bench-" + UUID.randomUUID();
    Map<String, Object> named = new HashMap<>(definition);
    named.put("name", job);
    untilAnswered("/api/v1/jobs", named).expect(201);
  }

  /** One that was promised the same so far. */
  Ledger(Ledger other) {
    this.servers = other.servers;
    this.job = other.job;
    this.acknowledged.putAll(other.acknowledged);
    this.cancelled.addAll(other.cancelled);
    this.unharmed.addAll(other.unharmed);
  }

  /** Writes down what nobody said. */
  void promise(UUID acknowledgedRun, UUID cancelledRun) {
    acknowledged.put(acknowledgedRun.toString(), acknowledgedRun);
    cancelled.add(cancelledRun);
  }

  /** A run of stand-ins by this script, acknowledged. */
  UUID submit(String script) {
    String key = UUID.randomUUID().toString();
    Object body = Map.of("parameters", script.isEmpty() ? Map.of() : Map.of("script", script));
    String path = "/api/v1/jobs/" + job + "/runs";
    UUID run = id(untilAnswered(path, body, "Idempotency-Key", key));
    acknowledged.put(key, run);
    // whatever happened on the way: the key stands for this one run
    UUID again = id(untilAnswered(path, body, "Idempotency-Key", key));
    if (!again.equals(run)) {
      broken.add("I4: one key, two runs: " + run + " and " + again);
    }
    return run;
  }

  /** One that just succeeds, since nothing happens to it but that the platform may be away. */
  UUID submitUnharmed() {
    UUID run = submit("");
    unharmed.add(run);
    return run;
  }

  /** Writes down of a run that nothing may have happened to it. */
  void promiseUnharmed(UUID run) {
    unharmed.add(run);
  }

  /** Cancels a run; one that is over already stays as it is. */
  void cancel(UUID run) {
    Reply reply = untilAnswered("/api/v1/runs/" + run + ":cancel", "");
    if (reply.status() / 100 == 2) {
      cancelled.add(run);
    } else if (reply.status() != 409) {
      broken.add("a cancel is answered by 2xx or 409, not by " + reply);
    }
  }

  Set<UUID> acknowledged() {
    return Set.copyOf(acknowledged.values());
  }

  Set<UUID> cancelled() {
    return Set.copyOf(cancelled);
  }

  Set<UUID> unharmed() {
    return Set.copyOf(unharmed);
  }

  List<String> broken() {
    return List.copyOf(broken);
  }

  private static UUID id(Reply reply) {
    return UUID.fromString(reply.expect(202).json().required("id").asString());
  }

  private Reply untilAnswered(String path, Object body, String... headers) {
    return Awaitility.await("an answer to POST " + path)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .pollDelay(Duration.ZERO)
        .until(() -> ask(path, body, headers), Optional::isPresent)
        .orElseThrow();
  }

  /** What the server of now answers; when it cannot, the next one is asked the next time. */
  private Optional<Reply> ask(String path, Object body, String... headers) {
    int now = current.get();
    Api api = servers.get(now % servers.size());
    try {
      Reply reply = api.post(path, body, headers);
      if (reply.status() < 500) {
        return Optional.of(reply);
      }
    } catch (UncheckedIOException e) {
      // nobody is there
    }
    current.compareAndSet(now, now + 1);
    return Optional.empty();
  }
}
