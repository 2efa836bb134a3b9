package io.stoker.api.cluster;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong with the storage and what to do, instead of a stack trace. */
class UnusableStorageFailureAnalyzer extends AbstractFailureAnalyzer<UnusableStorageException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnusableStorageException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
  }
}
