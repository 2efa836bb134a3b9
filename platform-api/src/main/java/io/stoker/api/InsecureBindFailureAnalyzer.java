package io.stoker.api;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about {@link InsecureBindException} instead of a stack trace. */
class InsecureBindFailureAnalyzer extends AbstractFailureAnalyzer<InsecureBindException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, InsecureBindException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Set server.address=127.0.0.1, or configure TLS (server.ssl.bundle or"
            + " server.ssl.certificate), or, where the network is trusted, set"
            + " stoker.allow-insecure-bind=true.",
        cause);
  }
}
