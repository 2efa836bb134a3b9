package io.stoker.job;

import static io.stoker.job.SparkSettingRule.refused;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a job may not set, each with what speaks against it. */
final class RefusedSettings {
  private static final String CLASS_PATH =
      "the node makes the class path; jars go into /application/jars";
  private static final String LISTENERS =
      "one that hangs would hold up a run's progress and end; a program may add some itself";
  private static final String EARLY = "executors would load it before they have the program's jars";
  private static final String GUARDS = "it guards the secrets of runs and of the platform";
  private static final String PLACES = "the node chooses hosts, ports and directories";
  private static final String COMMITTER = "results need the platform's committer";
  private static final String METASTORE = "there is no metastore";
  private static final String RESOURCES = "nodes offer cores and memory alone";
  private static final String LEAVING = "the platform decides how an executor leaves its node";
  private static final String LOGS = "the platform keeps the logs, within bounds";

  static final List<SparkSettingRule> RULES =
      Stream.of(
              refused("it is the run's attempt", "spark.app.id"),
              refused("it is the platform's own", "spark.stoker.*"),
              refused("a node submits the driver, on itself", "spark.submit.*"),
              refused(
                  RESOURCES,
                  "spark.executor.resource.*",
                  "spark.task.resource.*",
                  "spark.driver.resource.*",
                  "spark.resources.*"),
              refused(
                  "not needed: shuffle servers keep what executors wrote",
                  "spark.dynamicAllocation.shuffleTracking.*"),
              refused(
                  "each node has a shuffle server, which the platform sets up",
                  "spark.shuffle.service.*"),
              refused(
                  "shuffle servers keep shuffle files alone; cached blocks go with their executor",
                  "spark.shuffle.service.fetch.rdd.enabled"),
              refused("shuffle servers do not merge what is pushed", "spark.shuffle.push.*"),
              refused(
                  "shuffle servers serve the files of Spark's own",
                  "spark.shuffle.manager",
                  "spark.shuffle.sort.io.plugin.class"),
              refused(
                  "nodes with one host name have disks of their own",
                  "spark.shuffle.readHostLocalDisk"),
              refused(
                  LEAVING,
                  "spark.decommission.enabled",
                  "spark.executor.decommission.*",
                  "spark.storage.decommission.enabled",
                  "spark.storage.decommission.replicationReattemptInterval"),
              refused(
                  "nobody would delete what is left there",
                  "spark.storage.decommission.fallbackStorage.*"),
              refused(
                  "progress and memory use come with heartbeats: it is 5s",
                  "spark.executor.heartbeatInterval"),
              refused("it is 1s, so that peaks are seen", "spark.executor.metrics.pollingInterval"),
              refused(
                  "nodes measure processes with all that they started: a run's memory tells it",
                  "spark.executor.processTreeMetrics.enabled"),
              refused(
                  "the first tasks wait for 80 % of the executors",
                  "spark.scheduler.minRegisteredResourcesRatio"),
              refused(
                  "the first tasks wait for executors for 30s: longer, those that came would idle",
                  "spark.scheduler.maxRegisteredResourcesWaitingTime"),
              refused(
                  "the end of a run waits 30s for listeners",
                  "spark.scheduler.listenerbus.exitTimeout"),
              refused(
                  "the file is on one machine, if at all; without it each pool has the weight 1",
                  "spark.scheduler.allocation.file"),
              refused("the platform's own plugin watches the run", "spark.plugins"),
              refused(
                  EARLY,
                  "spark.storage.replication.policy",
                  "spark.storage.replication.topologyMapper"),
              refused(LISTENERS, "spark.extraListeners", "spark.sql.queryExecutionListeners"),
              refused(
                  CLASS_PATH,
                  "spark.driver.extraClassPath",
                  "spark.driver.extraLibraryPath",
                  "spark.executor.extraClassPath",
                  "spark.executor.extraLibraryPath"),
              refused(
                  "classes of Spark and Stoker come first",
                  "spark.driver.userClassPathFirst",
                  "spark.executor.userClassPathFirst"),
              refused("jars come by /application/jars and /application/packages", "spark.jars*"),
              refused(
                  "archives are not unpacked: send files by /application/files, modules by"
                      + " /application/pyFiles",
                  "spark.archives"),
              refused("a driver has one session", "spark.sql.artifact.*"),
              refused(
                  "nodes make the environment of their processes from nothing",
                  "spark.executorEnv.*"),
              refused("each node has its own interpreter (stoker.node.python)", "spark.pyspark.*"),
              refused(
                  "Python's functions run in Spark's own modules",
                  "spark.python.worker.module",
                  "spark.python.daemon.module"),
              refused("jobs are batches", "spark.sql.streaming.*"),
              refused(METASTORE, "spark.sql.catalogImplementation", "spark.sql.hive.*"),
              refused(
                  PLACES,
                  "spark.sql.warehouse.dir",
                  "spark.driver.host",
                  "spark.driver.port",
                  "spark.driver.bindAddress",
                  "spark.driver.blockManager.port",
                  "spark.blockManager.port",
                  "spark.port.maxRetries",
                  "spark.local.dir",
                  "spark.python.unix.domain.socket.*",
                  "spark.storage.replication.topologyFile"),
              refused(
                  "a program names its directory itself (SparkContext.setCheckpointDir)",
                  "spark.checkpoint.dir"),
              refused(
                  GUARDS,
                  "spark.authenticate*",
                  "spark.network.crypto.*",
                  "spark.io.encryption.*",
                  "spark.ssl.*",
                  "spark.acls.*",
                  "spark.admin.acls*",
                  "spark.modify.acls*",
                  "spark.kerberos.*",
                  "spark.redaction.*",
                  "spark.sql.redaction.*"),
              refused(
                  "definitions are shown to whoever may read jobs, and much of it are secrets; a"
                      + " program may set it itself",
                  "spark.hadoop.*"),
              refused("substitution would read the environment", "spark.sql.variable.substitute"),
              refused(
                  "a result is published by the platform", "spark.sql.sources.commitProtocolClass"),
              refused(
                  COMMITTER,
                  "spark.sql.sources.outputCommitterClass",
                  "spark.sql.parquet.output.committer.class"),
              refused("the platform opens the UI, on loopback, to whom it knows", "spark.ui.*"),
              refused(
                  "the platform keeps an event log of every run, and shows it",
                  "spark.eventLog.*",
                  "spark.history.*"),
              refused(LOGS, "spark.driver.log.*", "spark.executor.logs.*"),
              refused(
                  "sinks are code, and files or ports of the node's machine", "spark.metrics.*"),
              refused("only container.image and namespace are the job's", "spark.kubernetes.*"),
              refused("only the queue is the job's", "spark.yarn.*"))
          .flatMap(Function.identity())
          .toList();

  private RefusedSettings() {}
}
