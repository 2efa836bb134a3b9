package io.stoker.spark;

import io.stoker.acceptance.standin.StandInDriver;

/** The name by which nodes start a driver, in the stand-in's directory of jars. */
public final class StokerSubmit {
  public static void main(String[] args) throws Exception {
    StandInDriver.main(args);
  }

  private StokerSubmit() {}
}
