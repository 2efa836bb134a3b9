package io.stoker.job;

import static io.stoker.job.SparkSettingRule.EXECUTORS_BY_LOAD;
import static io.stoker.job.SparkSettingRule.allowed;
import static io.stoker.job.SparkSettingRule.ofPrograms;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a job may set: it changes how its own processes work, and nothing around them. */
final class AllowedSettings {
  /** Beyond DEBUG Spark logs the contents of its network messages. */
  private static final SettingValue LEVEL =
      SettingValue.oneOf(List.of("OFF", "FATAL", "ERROR", "WARN", "INFO", "DEBUG"));

  /** With less than Spark's own a driver would miss what its executors tell. */
  private static final SettingValue EVENTS = SettingValue.number(10_000, 1_000_000);

  static final List<SparkSettingRule> RULES =
      Stream.of(
              allowed(
                  EXECUTORS_BY_LOAD,
                  "spark.dynamicAllocation.cachedExecutorIdleTimeout",
                  "spark.dynamicAllocation.executorAllocationRatio",
                  "spark.dynamicAllocation.sustainedSchedulerBacklogTimeout"),
              allowed("how queries are planned and run", "spark.sql.*"),
              ofPrograms(
                  "rules, functions and syntax from the program's own jars and packages",
                  "spark.sql.extensions"),
              ofPrograms(
                  "where tables are, by classes of the program's own jars and packages, and what those need;"
                      + " no secrets",
                  "spark.sql.catalog.*"),
              allowed("how rows move between stages", "spark.shuffle.*", "spark.reducer.*"),
              allowed(
                  "how objects are written",
                  "spark.serializer",
                  "spark.serializer.objectStreamReset",
                  "spark.kryo*"),
              ofPrograms(
                  "how cached tables are laid out, by a class of the program's own jars",
                  "spark.sql.cache.serializer"),
              ofPrograms(
                  "how objects are written, by classes of the program's own jars",
                  "spark.kryo.registrator",
                  "spark.kryo.classesToRegister"),
              allowed("how RDDs are cached, listed and sampled", "spark.rdd.*"),
              allowed("whether checkpoints are compressed", "spark.checkpoint.compress"),
              allowed("how blocks are compressed", "spark.io.compression.*"),
              allowed("how broadcast variables are cut", "spark.broadcast.*"),
              allowed("how many tasks a stage of RDDs gets", "spark.default.parallelism"),
              allowed(
                  "how inputs are cut into tasks",
                  "spark.files.maxPartitionBytes",
                  "spark.files.openCostInBytes",
                  "spark.hadoopRDD.ignoreEmptySplits"),
              allowed(
                  "whether an input that is torn or gone ends the job",
                  "spark.files.ignoreCorruptFiles",
                  "spark.files.ignoreMissingFiles"),
              allowed(
                  "what the driver takes beside its heap",
                  "spark.driver.memoryOverhead",
                  "spark.driver.memoryOverheadFactor",
                  "spark.driver.minMemoryOverhead"),
              allowed(
                  "what an executor takes beside its heap",
                  "spark.executor.memoryOverhead",
                  "spark.executor.memoryOverheadFactor",
                  "spark.executor.minMemoryOverhead",
                  "spark.memory.offHeap.enabled",
                  "spark.memory.offHeap.size"),
              allowed(
                  "how the heap is divided",
                  "spark.memory.fraction",
                  "spark.memory.storageFraction"),
              allowed("how cached blocks are kept", "spark.storage.*"),
              allowed("when unused blocks are freed", "spark.cleaner.*"),
              allowed("how much a driver collects", "spark.driver.maxResultSize"),
              allowed(
                  "how many cores a task takes; at most those of an executor",
                  SettingValue.number(1, 1024),
                  TaskCpus.SETTING),
              allowed("how often a task is tried", "spark.task.maxFailures"),
              allowed(
                  "whether tasks that do not end when they are killed are watched, and their"
                      + " executor ended",
                  "spark.task.reaper.*"),
              allowed("how often a stage is tried", "spark.stage.maxConsecutiveAttempts"),
              allowed("whether slow tasks are doubled", "spark.speculation*"),
              allowed(
                  "how failing executors are avoided",
                  "spark.excludeOnFailure.*",
                  "spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout"),
              allowed("how long a task waits for the node of its data", "spark.locality.wait*"),
              allowed("how many executors may die", ExecutorFailures.MOST, ExecutorFailures.WINDOW),
              allowed("how jobs inside a driver share its executors", "spark.scheduler.mode"),
              allowed(
                  "how long a barrier stage waits for enough slots, and its tasks for each other",
                  "spark.scheduler.barrier.maxConcurrentTasksCheck.*",
                  "spark.barrier.sync.timeout"),
              allowed(
                  "how many events each of the driver's listeners may be behind, which the driver's"
                      + " heap holds",
                  EVENTS,
                  "spark.scheduler.listenerbus.eventqueue.*"),
              allowed(
                  "whether slow listeners are logged", "spark.scheduler.listenerbus.logSlowEvent*"),
              allowed(
                  "how patient processes are with each other",
                  "spark.network.timeout",
                  "spark.rpc.askTimeout"),
              allowed("how large a control message may be", "spark.rpc.message.maxSize"),
              allowed("what drivers and executors log", LEVEL, "spark.log.level"),
              allowed(
                  "whether executors follow the driver's level",
                  "spark.executor.syncLogLevel.enabled"),
              allowed("whether the driver logs its settings", "spark.logConf"),
              allowed(
                  "how the processes of Python's functions are kept",
                  "spark.python.worker.*",
                  "spark.python.use.daemon",
                  "spark.python.factory.idleWorkerMaxPoolSize",
                  "spark.python.task.killTimeout"),
              allowed(
                  "how much the UI remembers, in the driver's heap",
                  "spark.ui.retained*",
                  "spark.ui.dagGraph.retainedRootRDDs"),
              allowed("YARN's queue", "spark.yarn.queue"),
              allowed("what executors run in", "spark.kubernetes.container.image"),
              allowed("where executors run", "spark.kubernetes.namespace"))
          .flatMap(Function.identity())
          .toList();

  private AllowedSettings() {}
}
