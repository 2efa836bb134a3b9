package io.stoker.cli.machine;

import io.stoker.cli.platform.ServerFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The platform's services that run now for one home, found by looking: nothing needs to have been
 * noted when they were started, and they may have been started by anyone.
 *
 * @param server the platform server
 * @param nodes node services by name
 */
record Services(Optional<HomeProcess> server, Map<String, HomeProcess> nodes) {
  static Services of(Home home) {
    List<HomeProcess> processes = HomeProcess.of(home);
    Map<String, HomeProcess> nodes = new TreeMap<>();
    processes.forEach(process -> process.nodeOf(home).ifPresent(n -> nodes.put(n, process)));
    Optional<HomeProcess> server =
        processes.stream()
            .filter(process -> process.isServerOf(home))
            .findFirst()
            .or(() -> byItsFile(home));
    return new Services(server, nodes);
  }

  /** One that was started by hand with other words. */
  private static Optional<HomeProcess> byItsFile(Home home) {
    return ServerFile.read(home.serverFile())
        .flatMap(file -> ProcessHandle.of(file.pid()))
        .map(HomeProcess::of);
  }
}
