package org.apache.spark.launcher;

/** Where nodes ask which options the JVMs need: stand-ins live for seconds and compile little. */
public final class JavaModuleOptions {
  public static String[] defaultModuleOptionArray() {
    return new String[] {"-XX:TieredStopAtLevel=1", "-Xshare:auto"};
  }

  private JavaModuleOptions() {}
}
