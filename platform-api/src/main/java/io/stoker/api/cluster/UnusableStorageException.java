package io.stoker.api.cluster;

/** The server cannot work with its storage. */
class UnusableStorageException extends RuntimeException {
  private final String action;

  /**
   * @param problem what is wrong
   * @param action what to do about it
   */
  UnusableStorageException(String problem, String action) {
    super(problem);
    this.action = action;
  }

  String action() {
    return action;
  }
}
