package io.stoker.run;

import org.jspecify.annotations.Nullable;

/**
 * A run and where its work stands.
 *
 * @param attempt the latest one; null while there is none
 */
public record RunDetails(Run run, @Nullable Attempt attempt) {}
