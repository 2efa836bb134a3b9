package io.stoker.api.web;

import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request's body with what is wrong with it, for a controller whose domain has findings of its
 * own to add: its caller then hears of all of them at once. Others take the bare record and never
 * see a wrong body.
 *
 * @param value what could be read, wrong fields left out; null when nothing could
 */
public record Body<T>(@Nullable T value, List<Violation> violations) {

  /**
   * What could be read.
   *
   * @throws StokerException VALIDATION_FAILED when nothing could
   */
  public T read() {
    if (value == null) {
      new Violations(violations).throwIfAny();
      throw new IllegalStateException("Nothing was read, and nothing was wrong");
    }
    return value;
  }

  /**
   * The same with one more finding where it names the thing in the path otherwise.
   *
   * @param name of the thing in the path
   * @param named the name in what was read; null when it has none
   * @param why it cannot change
   */
  public Body<T> keeping(String name, Function<T, @Nullable String> named, String why) {
    String other = value == null ? null : named.apply(value);
    if (other == null || other.equals(name)) {
      return this;
    }
    Violations all = new Violations(violations);
    all.add("/name", "IMMUTABLE", "must stay \"" + name + "\": " + why);
    return new Body<>(value, all.list());
  }
}
