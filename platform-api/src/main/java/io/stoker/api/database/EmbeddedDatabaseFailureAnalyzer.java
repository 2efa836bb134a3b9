package io.stoker.api.database;

import io.stoker.database.DatabaseException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The embedded PostgreSQL's own messages say what is wrong and what to do. */
class EmbeddedDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, DatabaseException cause) {
    return new FailureAnalysis(cause.getMessage(), null, cause);
  }
}
