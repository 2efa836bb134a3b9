package io.stoker.job;

import java.util.Locale;

/** Types of a job's parameters; each turns a JSON value into canonical text or refuses it. */
public enum ParameterType {
  STRING,
  INTEGER,
  DOUBLE,
  DECIMAL,
  BOOLEAN,
  DATE,
  TIMESTAMP;

  /** The word in the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
