package io.stoker.run;

import java.util.Map;

/**
 * What a run of a program in Python gets unless its job says otherwise: room outside of the heap.
 * The program itself runs in a process beside the driver's JVM, its functions in processes beside
 * the executors' JVMs, and all of them count as what their driver or executor holds.
 */
final class PythonSettings {
  static final Map<String, String> DEFAULTS =
      Map.of(
          // what Spark takes on Kubernetes for programs that are not of the JVM
          "spark.driver.memoryOverheadFactor", "0.4",
          "spark.executor.memoryOverheadFactor", "0.4",
          // as much for the interpreter as for the JVM
          "spark.driver.minMemoryOverhead", "768m");

  private PythonSettings() {}
}
