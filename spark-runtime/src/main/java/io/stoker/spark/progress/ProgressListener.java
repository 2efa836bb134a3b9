package io.stoker.spark.progress;

import io.stoker.contract.driver.DriverProgress;
import io.stoker.spark.progress.StageBoard.Announced;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * Counts what Spark's listener bus tells. It only counts: a slow listener makes Spark drop events.
 */
public final class ProgressListener extends SparkListener {
  private final StageBoard stages = new StageBoard();
  private final ExecutorBoard executors = new ExecutorBoard();
  private final boolean foreign;
  private volatile Supplier<Optional<Map<String, Integer>>> connected = Optional::empty;
  private volatile Supplier<List<Integer>> caching = List::of;

  /**
   * @param foreign whether another master than the platform starts the executors
   */
  public ProgressListener(boolean foreign) {
    this.foreign = foreign;
  }

  /**
   * Says who knows at any time which executors are there, and how many tasks run on each: of that
   * Spark's events may come minutes late, and none at all when there are too many.
   */
  public void connectedBy(Supplier<Map<String, Integer>> source) {
    connected = () -> Optional.of(source.get());
  }

  /** From now on only events tell. */
  public void disconnected() {
    connected = Optional::empty;
  }

  /** Says who knows which executors hold cached data. */
  public void cachedBy(Supplier<List<Integer>> source) {
    caching = source;
  }

  DriverProgress show(long number) {
    Set<Integer> before = present();
    // not under this lock: scheduler and boards have locks of their own
    Optional<Map<String, Integer>> now = connected.get();
    List<Integer> holders = caching.get();
    synchronized (this) {
      now.ifPresent(running -> connected(before, running));
      return new DriverProgress(
          number, stages.show(Instant.now(), executors.registered()), executors.show(), holders);
    }
  }

  private synchronized Set<Integer> present() {
    return executors.present();
  }

  /** The scheduler has an executor before its event is told, and never again under its number. */
  private void connected(Set<Integer> before, Map<String, Integer> running) {
    before.stream()
        .filter(executor -> !running.containsKey(Integer.toString(executor)))
        .forEach(executors::gone);
    running.forEach(executors::connected);
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart event) {
    List<StageInfo> infos = CollectionConverters.asJava(event.stageInfos());
    stages.jobStarted(event.jobId(), infos.stream().map(ProgressListener::announced).toList());
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd event) {
    stages.jobEnded(event.jobId());
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    stages.stageSubmitted(announced(event.stageInfo()));
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
    stages.stageEnded(announced(event.stageInfo()), event.stageInfo().failureReason().isDefined());
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart event) {
    executors.taskStarted(event.taskInfo().executorId());
    StageCount stage = stages.stage(event.stageId(), event.stageAttemptId());
    if (stage != null) {
      stage.taskStarted();
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    var task = event.taskInfo();
    executors.taskEnded(task.executorId(), task.successful(), task.failed());
    StageCount stage = stages.stage(event.stageId(), event.stageAttemptId());
    if (stage == null) {
      return;
    }
    if (task.successful()) {
      stage.taskSucceeded(task.index());
    } else if (task.failed()) {
      stage.taskFailed();
    } else {
      stage.taskEnded();
    }
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded event) {
    if (foreign) {
      var info = event.executorInfo();
      Instant at = Instant.ofEpochMilli(event.time());
      executors.registered(event.executorId(), info.executorHost(), info.totalCores(), at);
    } else {
      executors.registered(event.executorId());
    }
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    executors.removed(event.executorId(), Instant.ofEpochMilli(event.time()), event.reason());
  }

  private static Announced announced(StageInfo info) {
    Integer shuffle = (Integer) OptionConverters.toJava(info.shuffleDepId()).orElse(null);
    return new Announced(
        info.stageId(), info.attemptNumber(), info.name(), info.numTasks(), shuffle);
  }
}
