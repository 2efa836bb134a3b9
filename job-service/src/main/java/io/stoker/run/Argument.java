package io.stoker.run;

import io.stoker.job.ParameterType;

/**
 * The value that a parameter has in a run.
 *
 * @param text the value's canonical text
 */
public record Argument(ParameterType type, String text) {}
