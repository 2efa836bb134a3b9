package io.stoker.cli;

/** {@code stoker up}: starts a server and nodes and leaves them running. */
record UpCommand(CommandLine line) {
  int run() throws InterruptedException {
    UpOptions options = UpOptions.of(line);
    LocalPlatform platform = LocalPlatform.up(line, options);
    String url = platform.server().url();
    line.terminal()
        .line(
            """
            %s: %s/ (OpenAPI console), key in %s
            Logs are in %s. Stop it with %s down"""
                .formatted(
                    platform.wasUp() ? "Stoker is up already" : "Stoker is up",
                    url,
                    platform.server().keyFile(),
                    platform.home().logs(),
                    line.installation().command()));
    return 0;
  }
}
