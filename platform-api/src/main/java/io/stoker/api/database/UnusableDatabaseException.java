package io.stoker.api.database;

/** The server cannot work with its database. */
class UnusableDatabaseException extends RuntimeException {
  private final String action;

  /**
   * @param problem what is wrong
   * @param action what to do about it
   */
  UnusableDatabaseException(String problem, String action) {
    super(problem);
    this.action = action;
  }

  String action() {
    return action;
  }
}
