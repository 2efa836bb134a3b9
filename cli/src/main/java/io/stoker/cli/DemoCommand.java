package io.stoker.cli;

import io.stoker.cli.platform.PlatformClient;
import java.util.concurrent.CountDownLatch;

/** {@code stoker demo}: one real job from nothing to its rows, then a platform to play with. */
record DemoCommand(CommandLine line) {
  int run() throws InterruptedException {
    LocalPlatform platform = LocalPlatform.up(line, UpOptions.of(line));
    try {
      new Demo(line, PlatformClient.of(platform.server()), platform.server().keyFile()).run();
      if (platform.wasUp()) {
        line.terminal().line("Stoker was up before the demo and stays up");
        return 0;
      }
      line.terminal().line("Stoker runs until Ctrl-C, which stops all of it");
      new CountDownLatch(1).await();
      return 0;
    } finally {
      if (!platform.wasUp()) {
        LocalPlatform.down(line, platform.home());
      }
    }
  }
}
