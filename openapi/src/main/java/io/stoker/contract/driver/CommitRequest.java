package io.stoker.contract.driver;

import io.stoker.contract.run.Manifest;

/** Everything is written: make it the run's result. */
public record CommitRequest(Manifest manifest) {}
