package io.stoker.launcher.process;

import java.util.List;
import java.util.Map;

/**
 * What to execute. The environment is the whole of it: nothing is inherited from the service, whose
 * own environment may hold secrets.
 */
public record Command(List<String> arguments, Map<String, String> environment) {
  public Command {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** Without the environment, which holds secrets. */
  @Override
  public String toString() {
    return "Command" + arguments;
  }
}
