package io.stoker.spark;

/** Ends a driver's main with an exit code; Spark's own exception for it differs by version. */
final class ProgramExit extends RuntimeException {
  private final int code;

  ProgramExit(int code) {
    super("exit code " + code);
    this.code = code;
  }

  int code() {
    return code;
  }
}
