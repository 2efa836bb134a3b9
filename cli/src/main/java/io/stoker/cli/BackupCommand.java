package io.stoker.cli;

import io.stoker.cli.machine.Home;
import io.stoker.cli.terminal.Options;
import io.stoker.database.ColdBackup;
import io.stoker.database.ColdRestore;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code stoker backup} and {@code restore}: the embedded database of a home that is down, with the
 * admin key. Results and logs lie in storage and are not part of it.
 */
record BackupCommand(CommandLine line) {
  private static final List<Path> BESIDE = List.of(Path.of("run", "admin.key"));

  int write() {
    Options options = line.options("home", "to");
    Home home = line.home(options);
    Path archive = Path.of(options.required("to")).toAbsolutePath();
    ColdBackup.write(home.directory(), BESIDE, archive);
    line.terminal()
        .line(
            "%s has the database and the admin key of %s. It holds secrets: keep it closed to others."
                .formatted(archive, home));
    return 0;
  }

  int read() {
    Options options = line.options("home", "from");
    Home home = line.home(options);
    Path archive = Path.of(options.required("from")).toAbsolutePath();
    ColdRestore.read(archive, home.directory(), BESIDE);
    line.terminal()
        .line(
            "Restored to %s. Start it with %s up, or its service."
                .formatted(home, line.installation().command()));
    return 0;
  }
}
