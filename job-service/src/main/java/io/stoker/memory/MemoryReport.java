package io.stoker.memory;

import org.jspecify.annotations.Nullable;

/**
 * What a driver says of its own memory or an executor's.
 *
 * @param executor id of the executor; null for the driver itself
 */
public record MemoryReport(@Nullable Integer executor, MemoryFigures latest, MemoryFigures peak) {}
