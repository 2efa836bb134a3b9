package io.stoker.launcher;

import io.stoker.contract.Servers;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where drivers and executors are started.
 *
 * @param javaHome of the JVMs to start
 * @param host address of this node: what its processes bind to and are reached at
 * @param platform the platform's servers
 * @param shufflePort where a shuffle server listens unless the port is in use
 * @param classArchives directory of the archives of Spark's classes, absolute
 * @param pythonDirectory what {@link PythonInterpreter} has of the node's interpreter, absolute
 * @param masterSecrets of Standalone clusters that drivers may use
 * @param otherSparkHome the Spark distribution of drivers whose executors another master starts,
 *     unless their job names one; null: this node's own Spark
 * @param showsUi whether drivers open Spark's UI, on loopback, for this node's service to read
 */
public record LaunchSite(
    Path javaHome,
    SparkRuntime runtime,
    String host,
    Servers platform,
    int shufflePort,
    Path classArchives,
    Path pythonDirectory,
    MasterSecrets masterSecrets,
    @Nullable Path otherSparkHome,
    boolean showsUi) {

  /** Spark's master URL for this platform. */
  String master() {
    return platform.all().stream()
        .map(URI::getRawAuthority)
        .collect(Collectors.joining(",", "stoker://", ""));
  }

  String java() {
    return javaHome.resolve("bin").resolve("java").toString();
  }
}
