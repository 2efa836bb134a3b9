package org.apache.spark.executor;

import io.stoker.acceptance.standin.StandInExecutor;

/** The name by which nodes start an executor, in the stand-in's directory of jars. */
public final class CoarseGrainedExecutorBackend {
  public static void main(String[] args) throws Exception {
    StandInExecutor.main(args);
  }

  private CoarseGrainedExecutorBackend() {}
}
