package io.stoker.queue;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.idempotency.IdempotencyKeys;
import io.stoker.idempotency.IdempotencyKeys.Made;
import io.stoker.revision.ExpectedRevision;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The queues that there are. Names in arguments need not exist: every method that takes one throws
 * NOT_FOUND, unless it says otherwise.
 */
@Service
public class Queues {
  private static final int WHOLE = 100_000;

  /** Of what keeps a queue, so many are named. */
  private static final int NAMED = 5;

  private final QueueDefinitionStore store;
  private final IdempotencyKeys keys;

  Queues(QueueDefinitionStore store, IdempotencyKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  public Queue get(String name) {
    return store
        .find(name)
        .orElseThrow(
            () ->
                new StokerException(
                    ErrorCode.NOT_FOUND,
                    "There is no queue named \"%s\". GET /api/v1/queues lists the queues that there are."
                        .formatted(name)));
  }

  /** Newest first, older than the one with the given entry. */
  public List<Queue> list(@Nullable UUID before, int limit) {
    return store.list(before, limit);
  }

  /**
   * Makes a queue.
   *
   * @param key repeats of one request are told by it; null when its sender does not care
   * @throws StokerException ALREADY_EXISTS, or VALIDATION_FAILED when all shares would be more than
   *     the cluster; IDEMPOTENCY_KEY_REUSED when the key stands for another definition
   */
  @Transactional
  public Queue create(QueueSpec spec, @Nullable IdempotencyKey key) {
    Optional<Queue> earlier = madeBy(key, spec);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    if (!store.insert(spec)) {
      // the name may have been taken by a repeat of this request that ran at the same time
      return madeBy(key, spec).orElseThrow(() -> alreadyExists(spec.name()));
    }
    requireShare(spec);
    Queue queue = get(spec.name());
    if (!keys.take(Made.QUEUE, key, spec, queue.entry())) {
      throw IdempotencyKeys.reused();
    }
    return queue;
  }

  private Optional<Queue> madeBy(@Nullable IdempotencyKey key, QueueSpec spec) {
    return keys.find(Made.QUEUE, key, spec)
        .map(entry -> store.find(entry).orElseThrow(() -> IdempotencyKeys.deletedSince("queue")));
  }

  private static StokerException alreadyExists(String name) {
    return new StokerException(
        ErrorCode.ALREADY_EXISTS,
        "A queue named \"%s\" exists. PUT /api/v1/queues/%s replaces it.".formatted(name, name));
  }

  /**
   * Changes a queue; the same again makes no revision.
   *
   * @throws StokerException STALE_ETAG, or VALIDATION_FAILED when all shares would be more than the
   *     cluster
   */
  @Transactional
  public Queue replace(String name, ExpectedRevision expected, QueueSpec spec) {
    Queue queue = expected(name, expected);
    if (queue.spec().equals(spec)) {
      return queue;
    }
    requireShare(spec);
    if (!store.update(spec, queue.revision())) {
      throw ExpectedRevision.changedMeanwhile(called(name));
    }
    return get(name);
  }

  /** The queue, when its revision is one that the caller has seen. */
  public Queue expected(String name, ExpectedRevision expected) {
    Queue queue = get(name);
    expected.require(called(name), queue.revision());
    return queue;
  }

  /**
   * Deletes a queue that nothing needs.
   *
   * @throws StokerException STALE_ETAG; CONFLICT, naming what needs it
   */
  @Transactional
  public void delete(String name, ExpectedRevision expected) {
    Queue queue = store.lock(name).orElseGet(() -> get(name));
    expected.require(called(name), queue.revision());
    if (name.equals(Queue.DEFAULT)) {
      throw new StokerException(
          ErrorCode.CONFLICT,
          "The queue \"default\" is that of every job that names none, and cannot be deleted. Its bounds can be changed.");
    }
    List<String> jobs = store.jobs(name, NAMED);
    if (!jobs.isEmpty()) {
      throw kept(name, "job " + String.join(", job ", jobs), "Let them name another queue first.");
    }
    List<UUID> runs = store.openRuns(name, NAMED);
    if (!runs.isEmpty()) {
      throw kept(
          name,
          runs.stream().map(run -> "run " + run).collect(Collectors.joining(", ")),
          "Wait until they are over, or cancel them.");
    }
    store.delete(name);
  }

  /** What is wrong with the name of a queue in a job's definition; empty when it is one. */
  public Optional<Violation> whyUnknown(@Nullable String name) {
    return name == null || store.find(name).isPresent()
        ? Optional.empty()
        : Optional.of(unknown(name));
  }

  /**
   * Keeps a queue from being deleted until the caller's transaction ends.
   *
   * @throws StokerException VALIDATION_FAILED with the place in a job's definition
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void hold(String name) {
    if (!store.hold(name)) {
      Violation violation = unknown(name);
      throw new StokerException(
          ErrorCode.VALIDATION_FAILED,
          violation.pointer() + " " + violation.message() + ".",
          List.of(violation));
    }
  }

  /**
   * Why a queue takes no more runs; empty when one may be inserted in the caller's transaction.
   * Until that ends no other submission to a bounded queue is decided, so that the bound holds
   * however many there are at once.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<String> whyFull(String name) {
    Optional<Integer> max = store.lockWaiting(name);
    if (max.isEmpty()) {
      hold(name);
    }
    return max.filter(most -> store.waiting(name) >= most)
        .map(most -> "As many runs wait in queue %s as may (maxWaiting %d).".formatted(name, most));
  }

  private void requireShare(QueueSpec spec) {
    store.lockShares();
    List<QueueSpec> others =
        store.all().stream()
            .map(Queue::spec)
            .filter(other -> !other.name().equals(spec.name()) && other.shareMilli() > 0)
            .toList();
    int sum = spec.shareMilli() + others.stream().mapToInt(QueueSpec::shareMilli).sum();
    if (sum > WHOLE) {
      String message =
          "would make %s %% in all, with %s; 100 %% is the whole cluster, so at most %s %% is left"
              .formatted(
                  percent(sum),
                  others.stream()
                      .map(it -> "%s %% of %s".formatted(percent(it.shareMilli()), it.name()))
                      .collect(Collectors.joining(", ")),
                  percent(WHOLE - sum + spec.shareMilli()));
      throw new StokerException(
          ErrorCode.VALIDATION_FAILED,
          "/guaranteedShare " + message + ".",
          List.of(new Violation("/guaranteedShare", "TOO_LARGE", message)));
    }
  }

  private static String called(String name) {
    return "Queue \"" + name + "\"";
  }

  private static StokerException kept(String name, String by, String remedy) {
    return new StokerException(
        ErrorCode.CONFLICT, "%s is needed by %s. %s".formatted(called(name), by, remedy));
  }

  private static Violation unknown(String name) {
    return new Violation(
        "/queue",
        "INVALID",
        "must be the name of a queue, and there is none named \"%s\"; GET /api/v1/queues lists them"
            .formatted(name));
  }

  /** As {@code 12.5}. */
  public static String percent(int shareMilli) {
    return BigDecimal.valueOf(shareMilli, 3).stripTrailingZeros().toPlainString();
  }
}
