package io.stoker.memory;

import java.time.Instant;

/**
 * What a driver or executor uses, and the most that it ever did.
 *
 * @param at when the platform heard of {@code latest}
 */
public record MemoryUse(Instant at, MemoryFigures latest, MemoryFigures peak) {}
