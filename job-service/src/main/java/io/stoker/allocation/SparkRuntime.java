package io.stoker.allocation;

/** What all processes of one run must have in common. */
record SparkRuntime(String digest, int javaMajor) {}
