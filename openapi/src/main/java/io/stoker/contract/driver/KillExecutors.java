package io.stoker.contract.driver;

import java.util.List;

/** Executors that Spark no longer wants. */
public record KillExecutors(List<Integer> executorIds, String reason) {}
