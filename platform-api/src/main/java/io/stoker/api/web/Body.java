package io.stoker.api.web;

import io.stoker.error.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's body with what is wrong with it, for a controller whose domain has findings of its
 * own to add: its caller then hears of all of them at once. Others take the bare record and never
 * see a wrong body.
 *
 * @param value what could be read, wrong fields left out; null when nothing could
 */
public record Body<T>(@Nullable T value, List<Violation> violations) {}
