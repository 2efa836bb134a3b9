package io.stoker.launcher;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where drivers and executors are started.
 *
 * @param javaHome of the JVMs to start
 * @param host address of this node: what its processes bind to and are reached at
 * @param platform base address of the platform server
 */
public record LaunchSite(Path javaHome, SparkRuntime runtime, String host, URI platform) {

  /** Spark's master URL for this platform. */
  String master() {
    return "stoker://" + platform.getRawAuthority();
  }

  String java() {
    return javaHome.resolve("bin").resolve("java").toString();
  }
}
