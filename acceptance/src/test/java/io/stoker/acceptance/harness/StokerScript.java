package io.stoker.acceptance.harness;

import java.util.ArrayList;
import java.util.List;

/** The command line {@code stoker …} as a person types it: through the start script. */
public final class StokerScript {
  /** What {@code ./stoker} does once everything is built. */
  private static final String SCRIPT =
      "set -euo pipefail; cd \"$0\"; . cli/src/main/scripts/launch.sh; find_java;"
          + " launch stoker \"$PWD\" cli/target/stoker-cli.jar \"$@\"";

  public static List<String> command(List<String> words) {
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", SCRIPT, Packaged.REPOSITORY.toString()));
    command.addAll(words);
    return command;
  }

  private StokerScript() {}
}
