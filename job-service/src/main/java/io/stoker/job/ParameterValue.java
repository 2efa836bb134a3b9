package io.stoker.job;

import io.stoker.error.Violation;

/** What a JSON value is to a parameter's type: its canonical text, or why it is refused. */
public sealed interface ParameterValue {

  /**
   * The value fits.
   *
   * @param text its one canonical form, as it is stored and handed to the driver
   */
  record Accepted(String text) implements ParameterValue {}

  /**
   * The value does not fit.
   *
   * @param message what is wrong and what would be right
   */
  record Refused(String message) implements ParameterValue {

    /** The same, said of a place in a request. */
    public Violation at(String pointer) {
      return new Violation(pointer, "WRONG_TYPE", message);
    }
  }
}
