package io.stoker.cli;

import java.util.List;

/**
 * {@code stoker server}: the command line of a platform server in the foreground, for a supervisor
 * as systemd. The script that called us takes it over, so that signals and the exit code are the
 * server's own.
 */
record ServerCommand(CommandLine line) {
  int run() {
    line.terminal().words(command());
    return 0;
  }

  List<String> command() {
    var service = new ServiceLine(line, List.of("home", "port", "address"));
    if (service.options().text("port").isPresent()) {
      service.options().number("port", 0, 1, 65535);
    }
    service.show("stoker.home", "home", line.home(service.options()));
    service.pass("server.port", "port");
    service.pass("server.address", "address");
    return service.words(line.installation().serverJar());
  }
}
