package io.stoker.spark.progress;

import io.stoker.contract.run.Progress;
import io.stoker.contract.run.StageProgress;
import io.stoker.spark.progress.StageCount.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts stages and tasks. A job announces all stages of its lineage, those whose shuffle output
 * exists already included; they are left out until Spark really runs them again.
 */
final class StageBoard {
  private static final int SHOWN = 100;

  /** One try of a stage. */
  private record Key(int stage, int attempt) {}

  /** A stage as a job announces it; {@code shuffle} is null for the job's last stage. */
  record Announced(int stage, int attempt, String name, int tasks, @Nullable Integer shuffle) {}

  private final Map<Key, StageCount> stages = new LinkedHashMap<>();
  private final Map<Integer, List<Key>> stagesOfJob = new HashMap<>();
  private final Set<Integer> writtenShuffles = new HashSet<>();
  private Totals forgotten = new Totals(0, 0, 0, 0, 0);

  /** What is remembered of stages that are too old to show. */
  private record Totals(int stages, int failedStages, int tasks, int completed, int failed) {
    Totals with(StageCount stage) {
      return new Totals(
          stages + 1,
          failedStages + (stage.state() == State.FAILED ? 1 : 0),
          tasks + stage.total(),
          completed + stage.completed(),
          failed + stage.failed());
    }
  }

  void jobStarted(int job, List<Announced> announced) {
    List<Key> keys = new ArrayList<>();
    for (Announced stage : announced) {
      if (stage.shuffle() == null || !writtenShuffles.contains(stage.shuffle())) {
        keys.add(new Key(stage.stage(), stage.attempt()));
        known(stage);
      }
    }
    stagesOfJob.put(job, keys);
  }

  /** Stages that the job never needed were skipped. */
  void jobEnded(int job) {
    List<Key> keys = stagesOfJob.remove(job);
    if (keys == null) {
      return;
    }
    for (Key key : keys) {
      StageCount stage = stages.get(key);
      boolean awaited = stagesOfJob.values().stream().anyMatch(other -> other.contains(key));
      if (stage != null && stage.state() == State.PENDING && !awaited) {
        stages.remove(key);
      }
    }
  }

  void stageSubmitted(Announced stage) {
    known(stage).become(State.ACTIVE);
  }

  void stageEnded(Announced stage, boolean failed) {
    known(stage).become(failed ? State.FAILED : State.COMPLETED);
    if (!failed && stage.shuffle() != null) {
      writtenShuffles.add(stage.shuffle());
    }
    forgetOldest();
  }

  /** The stage, unless it is too old to be counted. */
  @Nullable StageCount stage(int stage, int attempt) {
    return stages.get(new Key(stage, attempt));
  }

  private StageCount known(Announced stage) {
    return stages.computeIfAbsent(
        new Key(stage.stage(), stage.attempt()),
        key -> new StageCount(key.stage(), key.attempt(), stage.name(), stage.tasks()));
  }

  private void forgetOldest() {
    List<Map.Entry<Key, StageCount>> over =
        stages.entrySet().stream().filter(entry -> isOver(entry.getValue())).toList();
    for (Map.Entry<Key, StageCount> entry : over.subList(0, Math.max(0, over.size() - SHOWN))) {
      forgotten = forgotten.with(entry.getValue());
      stages.remove(entry.getKey());
    }
  }

  private static boolean isOver(StageCount stage) {
    return stage.state() == State.COMPLETED || stage.state() == State.FAILED;
  }

  Progress show(Instant at, int executors) {
    int failedStages = forgotten.failedStages() + in(State.FAILED);
    return new Progress(
        at,
        forgotten.stages() + stages.size(),
        forgotten.stages() - forgotten.failedStages() + in(State.COMPLETED),
        in(State.ACTIVE),
        failedStages,
        forgotten.tasks() + sum(StageCount::total),
        sum(StageCount::active),
        forgotten.completed() + sum(StageCount::completed),
        forgotten.failed() + sum(StageCount::failed),
        executors,
        shown());
  }

  /** Active stages first, then the latest finished ones. */
  private List<StageProgress> shown() {
    return stages.values().stream()
        .filter(stage -> stage.state() != State.PENDING)
        .sorted(
            Comparator.comparing((StageCount stage) -> stage.state() != State.ACTIVE)
                .thenComparing(stage -> -stage.id)
                .thenComparing(stage -> -stage.attempt))
        .limit(SHOWN)
        .map(StageCount::show)
        .toList();
  }

  private int in(State state) {
    return (int) stages.values().stream().filter(stage -> stage.state() == state).count();
  }

  private int sum(ToIntFunction<StageCount> what) {
    return stages.values().stream().mapToInt(what).sum();
  }
}
