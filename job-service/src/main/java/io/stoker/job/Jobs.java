package io.stoker.job;

import io.stoker.artifact.Artifacts;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.idempotency.IdempotencyKeys;
import io.stoker.idempotency.IdempotencyKeys.Made;
import io.stoker.queue.Queues;
import io.stoker.revision.ExpectedRevision;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The jobs that are not deleted. Names in arguments need not exist: every method that takes one
 * throws NOT_FOUND.
 */
@Service
public class Jobs {
  private final JobStore store;
  private final IdempotencyKeys keys;
  private final Artifacts artifacts;
  private final Queues queues;
  private final ObjectProvider<JobWatcher> watchers;

  Jobs(
      JobStore store,
      IdempotencyKeys keys,
      Artifacts artifacts,
      Queues queues,
      ObjectProvider<JobWatcher> watchers) {
    this.store = store;
    this.keys = keys;
    this.artifacts = artifacts;
    this.queues = queues;
    this.watchers = watchers;
  }

  /** What a new run of this job executes. */
  public JobRevision current(String name) {
    return get(name).current();
  }

  public Job get(String name) {
    return store.find(name).orElseThrow(() -> unknown(name));
  }

  private static StokerException unknown(String name) {
    return new StokerException(
        ErrorCode.NOT_FOUND,
        "There is no job named \"" + name + "\". GET /api/v1/jobs lists the jobs that there are.");
  }

  /** By its id, which outlives its name; empty when it is deleted. */
  public Optional<Job> find(UUID id) {
    return store.find(id);
  }

  /**
   * Keeps a job from being deleted until the caller's transaction ends; another that holds the same
   * one waits.
   *
   * @throws StokerException NOT_FOUND when it is deleted already
   */
  public Job hold(String name) {
    Job job = get(name);
    if (!store.hold(job.id())) {
      throw unknown(name);
    }
    return job;
  }

  /** A revision by the job's id, of a deleted job too: runs go on to refer to it. */
  public JobRevision revision(UUID jobId, int number) {
    return store
        .revision(jobId, number)
        .orElseThrow(
            () ->
                new StokerException(
                    ErrorCode.NOT_FOUND, "Job " + jobId + " has no revision " + number + "."));
  }

  /** Newest first, older than the job with the given id. */
  public List<Job> list(JobFilter filter, @Nullable UUID before, int limit) {
    return store.list(filter, before, limit);
  }

  /** Newest first, with smaller numbers than the given one. */
  public List<JobRevision> revisions(String name, int before, int limit) {
    return store.revisions(get(name).id(), before, limit);
  }

  /**
   * Makes a job.
   *
   * @param key repeats of one request are told by it; null when its sender does not care
   * @throws StokerException ALREADY_EXISTS; VALIDATION_FAILED when its queue is gone by now;
   *     IDEMPOTENCY_KEY_REUSED when the key stands for another definition
   */
  @Transactional
  public Job create(JobSpec spec, String createdBy, @Nullable IdempotencyKey key) {
    Optional<Job> earlier = madeBy(key, spec);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    queues.hold(spec.queue());
    Optional<UUID> id = store.insert(spec);
    if (id.isEmpty()) {
      // the name may have been taken by a repeat of this request that ran at the same time
      return madeBy(key, spec).orElseThrow(() -> alreadyExists(spec.name()));
    }
    insertRevision(id.get(), 1, spec, createdBy);
    if (!keys.take(Made.JOB, key, spec, id.get())) {
      throw IdempotencyKeys.reused();
    }
    return get(spec.name());
  }

  /**
   * Replaces a job's definition; the same definition again makes no revision.
   *
   * @throws StokerException STALE_ETAG when the current revision is not an expected one;
   *     VALIDATION_FAILED when its queue is gone by now
   */
  @Transactional
  public Job replace(String name, ExpectedRevision expected, JobSpec spec, String by) {
    Job job = expected(name, expected);
    if (job.current().spec().equals(spec)) {
      return job;
    }
    queues.hold(spec.queue());
    int number =
        store
            .advance(job.id(), job.current().number(), spec)
            .orElseThrow(() -> changedMeanwhile(name));
    insertRevision(job.id(), number, spec, by);
    return get(name);
  }

  /**
   * Deletes a job; its revisions stay for the runs that refer to them, and its name is free again.
   * Its watchers are told in the same transaction.
   *
   * @throws StokerException STALE_ETAG when the current revision is not an expected one
   */
  @Transactional
  public void delete(String name, ExpectedRevision expected) {
    Job job = expected(name, expected);
    // before the job's row: whoever makes runs for a watcher locks in this order
    watchers.forEach(watcher -> watcher.deleting(job.id()));
    if (!store.delete(job.id(), job.current().number())) {
      throw changedMeanwhile(name);
    }
  }

  /** The job, when its current revision is one that the caller has seen. */
  public Job expected(String name, ExpectedRevision expected) {
    Job job = get(name);
    expected.require("Job \"" + name + "\"", job.current().number());
    return job;
  }

  private void insertRevision(UUID job, int number, JobSpec spec, String by) {
    store.insertRevision(job, number, spec, by);
    artifacts.use(job, number, spec.application().artifacts());
  }

  private Optional<Job> madeBy(@Nullable IdempotencyKey key, JobSpec spec) {
    return keys.find(Made.JOB, key, spec)
        .map(job -> store.find(job).orElseThrow(() -> IdempotencyKeys.deletedSince("job")));
  }

  private static StokerException alreadyExists(String name) {
    return new StokerException(
        ErrorCode.ALREADY_EXISTS,
        "A job named \"" + name + "\" exists. PUT /api/v1/jobs/" + name + " replaces it.");
  }

  private static StokerException changedMeanwhile(String name) {
    return ExpectedRevision.changedMeanwhile("Job \"" + name + "\"");
  }
}
