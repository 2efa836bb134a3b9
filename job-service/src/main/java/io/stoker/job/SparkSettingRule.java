package io.stoker.job;

import java.util.List;
import java.util.Optional;

/**
 * What the platform thinks of Spark settings, as data: the first rule that matches a key decides,
 * and a key that no rule matches is refused.
 *
 * @param keys an exact key, or a prefix when it ends with {@code *}
 * @param verdict what happens to such a key
 * @param reason for {@code OWN_FIELD} the field's JSON pointer, else a sentence for a person
 */
record SparkSettingRule(String keys, Verdict verdict, String reason) {

  /** What happens to a key. */
  enum Verdict {
    ALLOWED,
    /** A field of the job says the same. */
    OWN_FIELD,
    REFUSED
  }

  static Optional<SparkSettingRule> of(String key) {
    boolean options = key.endsWith("JavaOptions");
    return options
        ? Optional.of(refused(key, "JVM options could load code into the platform's processes"))
        : RULES.stream().filter(rule -> rule.matches(key)).findFirst();
  }

  /** Whether it is allowed, and means something to jobs with dynamic allocation only. */
  boolean isOfExecutorsByLoad() {
    return reason.equals(EXECUTORS_BY_LOAD);
  }

  private boolean matches(String key) {
    return keys.endsWith("*")
        ? key.startsWith(keys.substring(0, keys.length() - 1))
        : key.equals(keys);
  }

  private static SparkSettingRule allowed(String keys, String reason) {
    return new SparkSettingRule(keys, Verdict.ALLOWED, reason);
  }

  private static SparkSettingRule ownField(String keys, String pointer) {
    return new SparkSettingRule(keys, Verdict.OWN_FIELD, pointer);
  }

  private static SparkSettingRule refused(String keys, String reason) {
    return new SparkSettingRule(keys, Verdict.REFUSED, reason);
  }

  private static final String LOADS_CODE = "it names code to load";
  private static final String GUARDS = "it guards the secrets of runs and of the platform";
  private static final String PLATFORM = "the platform sets it for every run";
  private static final String EXECUTORS_BY_LOAD = "when executors come and go";
  private static final String PLACES = "the node chooses hosts, ports and directories";

  private static final List<SparkSettingRule> RULES =
      List.of(
          ownField("spark.master", "/master"),
          ownField("spark.app.name", "/name"),
          ownField("spark.driver.cores", "/driver/cores"),
          ownField("spark.driver.memory", "/driver/memory"),
          ownField("spark.executor.instances", "/executor/instances"),
          ownField("spark.executor.cores", "/executor/cores"),
          ownField("spark.executor.memory", "/executor/memory"),
          ownField("spark.executor.pyspark.memory", "/executor/pysparkMemory"),
          ownField("spark.submit.pyFiles", "/application/pyFiles"),
          refused("spark.pyspark.*", "each node has its own interpreter (stoker.node.python)"),
          ownField("spark.cores.max", "/executor/instances"),
          allowed("spark.dynamicAllocation.cachedExecutorIdleTimeout", EXECUTORS_BY_LOAD),
          allowed("spark.dynamicAllocation.executorAllocationRatio", EXECUTORS_BY_LOAD),
          allowed("spark.dynamicAllocation.sustainedSchedulerBacklogTimeout", EXECUTORS_BY_LOAD),
          ownField("spark.dynamicAllocation.*", "/dynamicAllocation"),
          ownField("spark.sql.sources.default", "/result/format"),
          refused("spark.driver.extraClassPath", LOADS_CODE),
          refused("spark.driver.extraLibraryPath", LOADS_CODE),
          refused("spark.executor.extraClassPath", LOADS_CODE),
          refused("spark.executor.extraLibraryPath", LOADS_CODE),
          refused("spark.executorEnv.*", "it could change how the node's processes load code"),
          refused("spark.plugins", LOADS_CODE),
          refused("spark.extraListeners", LOADS_CODE),
          refused("spark.jars*", LOADS_CODE),
          ownField("spark.files", "/application/files"),
          refused("spark.sql.extensions", LOADS_CODE),
          refused("spark.sql.queryExecutionListeners", LOADS_CODE),
          refused("spark.sql.streaming.*", "jobs are batches"),
          refused("spark.sql.catalog.*", LOADS_CODE),
          refused("spark.sql.catalogImplementation", "there is no metastore"),
          refused("spark.sql.hive.*", "there is no metastore"),
          refused("spark.sql.artifact.*", LOADS_CODE),
          refused("spark.sql.cache.serializer", LOADS_CODE),
          refused("spark.sql.warehouse.dir", PLACES),
          refused("spark.sql.redaction.*", GUARDS),
          refused("spark.redaction.*", GUARDS),
          refused("spark.authenticate*", GUARDS),
          refused("spark.network.crypto.*", GUARDS),
          refused("spark.io.encryption.*", GUARDS),
          refused("spark.ssl.*", GUARDS),
          refused("spark.acls.*", GUARDS),
          refused("spark.admin.acls*", GUARDS),
          refused("spark.modify.acls*", GUARDS),
          refused("spark.kerberos.*", GUARDS),
          refused("spark.hadoop.*", "access to storage is the platform's matter"),
          refused("spark.ui.*", "the platform opens the UI, on loopback, to whom it knows"),
          refused("spark.eventLog.*", "the platform keeps an event log of every run"),
          refused("spark.history.*", PLATFORM),
          refused("spark.stoker.*", PLATFORM),
          refused("spark.app.id", PLATFORM),
          refused("spark.submit.*", PLATFORM),
          refused("spark.sql.variable.substitute", "substitution would read the environment"),
          refused("spark.sql.sources.commitProtocolClass", "a result is published by the platform"),
          refused(
              "spark.sql.sources.outputCommitterClass", "results need the platform's committer"),
          refused(
              "spark.sql.parquet.output.committer.class", "results need the platform's committer"),
          refused("spark.driver.host", PLACES),
          refused("spark.driver.port", PLACES),
          refused("spark.driver.bindAddress", PLACES),
          refused("spark.driver.blockManager.port", PLACES),
          refused("spark.blockManager.port", PLACES),
          refused("spark.port.maxRetries", PLACES),
          refused("spark.local.dir", PLACES),
          refused("spark.shuffle.service.*", PLATFORM),
          refused("spark.shuffle.manager", LOADS_CODE),
          refused("spark.shuffle.sort.io.plugin.class", LOADS_CODE),
          refused("spark.shuffle.readHostLocalDisk", PLATFORM),
          refused("spark.shuffle.push.*", "shuffle servers do not merge what is pushed"),
          refused("spark.scheduler.minRegisteredResourcesRatio", PLATFORM),
          refused("spark.kryo.registrator", LOADS_CODE),
          refused("spark.kryo.classesToRegister", LOADS_CODE),
          allowed("spark.sql.*", "how queries are planned and run"),
          allowed("spark.shuffle.*", "how rows move between stages"),
          allowed("spark.reducer.*", "how rows move between stages"),
          allowed("spark.serializer", "how objects are written"),
          allowed("spark.serializer.objectStreamReset", "how objects are written"),
          allowed("spark.kryo*", "how objects are written"),
          allowed("spark.rdd.compress", "how cached partitions are written"),
          allowed("spark.io.compression.*", "how blocks are compressed"),
          allowed("spark.broadcast.*", "how broadcast variables are cut"),
          allowed("spark.default.parallelism", "how many tasks a stage of RDDs gets"),
          allowed("spark.files.maxPartitionBytes", "how inputs are cut into tasks"),
          allowed("spark.files.openCostInBytes", "how inputs are cut into tasks"),
          allowed("spark.driver.memoryOverhead", "what the driver takes beside its heap"),
          allowed("spark.driver.memoryOverheadFactor", "what the driver takes beside its heap"),
          allowed("spark.driver.minMemoryOverhead", "what the driver takes beside its heap"),
          allowed("spark.executor.memoryOverhead", "what an executor takes beside its heap"),
          allowed("spark.executor.memoryOverheadFactor", "what an executor takes beside its heap"),
          allowed("spark.executor.minMemoryOverhead", "what an executor takes beside its heap"),
          allowed("spark.memory.offHeap.enabled", "what an executor takes beside its heap"),
          allowed("spark.memory.offHeap.size", "what an executor takes beside its heap"),
          allowed("spark.memory.fraction", "how the heap is divided"),
          allowed("spark.memory.storageFraction", "how the heap is divided"),
          refused("spark.storage.decommission.enabled", PLATFORM),
          refused("spark.storage.decommission.replicationReattemptInterval", PLATFORM),
          allowed("spark.storage.*", "how cached blocks are kept"),
          allowed("spark.cleaner.*", "when unused blocks are freed"),
          allowed("spark.driver.maxResultSize", "how much a driver collects"),
          allowed("spark.task.cpus", "how many cores a task takes"),
          allowed("spark.task.maxFailures", "how often a task is tried"),
          allowed("spark.stage.maxConsecutiveAttempts", "how often a stage is tried"),
          allowed("spark.speculation*", "whether slow tasks are doubled"),
          allowed("spark.excludeOnFailure.*", "how failing executors are avoided"),
          allowed("spark.locality.wait*", "how long a task waits for the node of its data"),
          allowed(ExecutorFailures.MOST, "how many executors may die"),
          allowed(ExecutorFailures.WINDOW, "how many executors may die"),
          allowed("spark.scheduler.mode", "how jobs inside a driver share its executors"),
          allowed("spark.network.timeout", "how patient processes are with each other"),
          allowed("spark.rpc.askTimeout", "how patient processes are with each other"),
          allowed("spark.rpc.message.maxSize", "how large a control message may be"),
          allowed("spark.yarn.queue", "YARN's queue"),
          allowed("spark.kubernetes.container.image", "what executors run in"),
          allowed("spark.kubernetes.namespace", "where executors run"));
}
