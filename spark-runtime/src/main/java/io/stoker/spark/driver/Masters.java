package io.stoker.spark.driver;

import java.util.Map;
import org.apache.spark.SparkConf;

/**
 * Masters that a driver may have: the platform itself, whose executors nodes start, and those that
 * Spark knows.
 */
public final class Masters {
  private static final String SETTING = "spark.master";
  private static final String YARN = "yarn";
  private static final String MISSING = "MASTER_MODULE_MISSING";

  private Masters() {}

  /** Whether nodes start its executors. */
  public static boolean isStoker(String master) {
    return master.startsWith("stoker://");
  }

  public static boolean isStoker(SparkConf conf) {
    return isStoker(conf.get(SETTING, ""));
  }

  /**
   * Looks for what a master needs on this machine. Spark does so too, before it has read who it is
   * that asks, so that nobody would be told.
   *
   * @throws JobFailure naming the module or setting that is missing
   */
  public static void requireModules(SparkConf conf, Map<String, String> environment) {
    String master = conf.get(SETTING, "");
    if (master.equals(YARN)) {
      require("org.apache.spark.deploy.yarn.YarnClusterApplication", master, "spark-yarn_2.13");
      if (!environment.containsKey("HADOOP_CONF_DIR")
          && !environment.containsKey("YARN_CONF_DIR")) {
        throw JobFailure.permanent(
            "HADOOP_CONF_MISSING",
            "The master yarn is found by Hadoop's settings, and this node does not know where they"
                + " are. Set HADOOP_CONF_DIR or YARN_CONF_DIR in the environment of its service,"
                + " and start that again.");
      }
    } else if (master.startsWith("k8s://")) {
      require(
          "org.apache.spark.deploy.k8s.submit.KubernetesClientApplication",
          master,
          "spark-kubernetes_2.13");
    }
  }

  private static void require(String className, String master, String module) {
    try {
      Class.forName(className, false, Masters.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw JobFailure.permanent(
          MISSING,
          "The master %s needs Spark's module %s, which is not in %s/jars. Name a distribution that has it, as one of spark.apache.org's downloads, in the job's sparkHome, or for all such jobs of a node in its stoker.node.other-spark-home."
              .formatted(master, module, System.getenv().getOrDefault("SPARK_HOME", ".")));
    }
  }
}
