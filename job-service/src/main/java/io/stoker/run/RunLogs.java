package io.stoker.run;

import io.stoker.cluster.Assignments;
import io.stoker.cluster.FollowedLogs;
import io.stoker.cluster.LogKey;
import io.stoker.cluster.LogStore;
import io.stoker.cluster.StorageGate;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the processes of runs have written to their standard streams, kept after they are gone. */
@Component
public class RunLogs {
  private static final Pattern PROCESS = Pattern.compile("driver|executor-(\\d{1,9})");
  private static final Set<String> STREAMS = Set.of("stdout", "stderr");

  private final Runs runs;
  private final AttemptStore attempts;
  private final Assignments assignments;
  private final LogStore logs;
  private final FollowedLogs followed;
  private final StorageGate gate;

  RunLogs(
      Runs runs,
      AttemptStore attempts,
      Assignments assignments,
      LogStore logs,
      FollowedLogs followed,
      StorageGate gate) {
    this.runs = runs;
    this.attempts = attempts;
    this.assignments = assignments;
    this.logs = logs;
    this.followed = followed;
    this.gate = gate;
  }

  /**
   * A part of a stream.
   *
   * @param nextOffset where to read on
   * @param complete whether nothing will ever come after it
   */
  public record Piece(ByteBuffer bytes, long nextOffset, boolean complete) {}

  /**
   * Which stream of which process.
   *
   * @param attempt number of the attempt; null for the latest
   */
  public record Place(@Nullable Integer attempt, String process, String stream) {}

  /** Every stream that a run has, attempt by attempt. */
  public List<LogStore.Stream> list(UUID runId) {
    Run run = runs.get(runId).run();
    return attempts.of(runId).stream().flatMap(attempt -> streams(run, attempt).stream()).toList();
  }

  private List<LogStore.Stream> streams(Run run, Attempt attempt) {
    return gate.pass(
        () -> logs.list(run.jobId(), run.id(), attempt.step(), attempt.number(), attempt.fence()));
  }

  /**
   * Reads a stream from an offset; empty where nothing is written yet.
   *
   * @throws StokerException NOT_FOUND when there is no such run, attempt, process or stream
   */
  public Piece read(UUID runId, Place place, long offset, int limit) {
    Run run = runs.get(runId).run();
    Attempt attempt = attempt(runId, place.attempt());
    boolean mute = isMute(attempt, place);
    LogKey key =
        new LogKey(
            run.jobId(),
            runId,
            attempt.step(),
            attempt.number(),
            attempt.fence(),
            place.process(),
            place.stream());
    // asked before the read: what is complete now cannot grow any more
    boolean ended = gate.pass(() -> logs.hasEnd(key)) || mute;
    if (!ended) {
      followed.follow(attempt.fence(), executor(place));
    }
    byte[] bytes = gate.pass(() -> logs.read(key, offset, limit));
    long next = offset + bytes.length;
    boolean complete = ended && next >= gate.pass(() -> logs.length(key));
    return new Piece(ByteBuffer.wrap(bytes), next, complete);
  }

  private boolean isMute(Attempt attempt, Place place) {
    if (!PROCESS.matcher(place.process()).matches() || !STREAMS.contains(place.stream())) {
      throw noSuch(attempt.runId());
    }
    return assignments
        .isMute(attempt.fence(), executor(place))
        .orElseThrow(() -> noSuch(attempt.runId()));
  }

  /** Null for the driver. */
  private static @Nullable Integer executor(Place place) {
    Matcher process = PROCESS.matcher(place.process());
    return process.matches() && process.group(1) != null ? Integer.valueOf(process.group(1)) : null;
  }

  private Attempt attempt(UUID runId, @Nullable Integer number) {
    return attempts.of(runId).stream()
        .filter(attempt -> number == null || attempt.number() == number)
        .max(Comparator.comparingInt(Attempt::number))
        .orElseThrow(() -> noSuch(runId));
  }

  private static StokerException noSuch(UUID runId) {
    return new StokerException(
        ErrorCode.NOT_FOUND,
        "There is no such log. GET /api/v1/runs/%s/logs lists those that there are."
            .formatted(runId));
  }
}
