package io.stoker.database;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL cannot do what was asked; the message says why and what to do next. */
public final class DatabaseException extends RuntimeException {
  DatabaseException(String message) {
    super(message);
  }

  DatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
