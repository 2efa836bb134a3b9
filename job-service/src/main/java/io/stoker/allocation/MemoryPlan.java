package io.stoker.allocation;

import io.stoker.job.Sizing;
import io.stoker.memory.ProcessMemory;
import java.util.List;

/**
 * What a run of a given sizing would take, where it would fit, and what is odd about it.
 *
 * @param executor each of its executors
 */
public record MemoryPlan(
    Sizing sizing,
    ProcessMemory driver,
    ProcessMemory executor,
    Fit fit,
    List<SizingWarning> warnings) {}
