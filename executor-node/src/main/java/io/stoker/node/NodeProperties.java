package io.stoker.node;

import io.stoker.contract.Servers;
import io.stoker.launcher.MasterSecrets;
import io.stoker.launcher.ShuffleServerCommand;
import io.stoker.node.home.NodeProblem;
import io.stoker.node.ui.UiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of a node. Each has been checked once one of these exists; an empty text stands for
 * the default.
 *
 * @param name of the node, unique in its cluster; default: the machine's host name
 * @param host address of this machine that drivers and executors bind to and are reached at
 * @param httpPort where, at its host's address, the platform reads the Spark UI of this node's
 *     drivers; {@code 0}: any port that is free, {@code -1}: none, and there is no Spark UI of them
 * @param allowInsecureBind whether the HTTP port is opened at a host beyond loopback too: it is
 *     plain HTTP, for a network that you trust. Else there is no Spark UI of this node's drivers
 * @param platformUrl base address of the platform server; of several with one database, all with
 *     commas between: when one does not answer, the next is asked
 * @param tokenFile file with the join token; needed only until the node has joined
 * @param home directory of everything that the node keeps; default: {@code var/nodes/<name>}
 * @param sparkHome directory with Spark's {@code jars/} and {@code conf/}
 * @param otherSparkHome Spark distribution for drivers whose master is {@code spark://}, {@code
 *     yarn} or {@code k8s://} and whose job names no {@code sparkHome}; default: this node's own
 *     Spark
 * @param javaHome Java that drivers and executors run on; default: the one that runs this service
 * @param python interpreter for programs in Python, which must have pyspark of Spark's version: a
 *     path, or a name below {@code /usr/local/bin}, {@code /usr/bin} and their like; default:
 *     python3. {@code none}: no such program gets here
 * @param masterSecrets file, readable by the service's user only, with the secrets of Spark
 *     Standalone clusters that jobs may name as their master: a line for each, as {@code
 *     spark://HOST:PORT SECRET}
 * @param cores cores for drivers and executors; default: all of the machine
 * @param memory memory for drivers and executors, as {@code 6g}; default: all but 1 GiB and what
 *     the shuffle server may take
 * @param memoryEnforcement {@code CGROUP}: the kernel ends a driver or executor that goes beyond
 *     what it owns; {@code WATCHED}: the service does; {@code NONE}: sizes are only counted; {@code
 *     AUTO}: the first of these that the machine allows
 * @param labels what jobs may ask for, as {@code zone=a,disk=ssd}
 * @param artifactCache what jars of users' programs may take on disk after their last use, as
 *     {@code 2g}
 * @param logLimit what is kept of each stream, stdout or stderr, of a driver or executor, as {@code
 *     1g}; a line says so where it ends, and what the process writes after that is dropped
 * @param classArchives directory of the archives of Spark's classes, which make drivers and
 *     executors start faster, some 160 MiB each; default: {@code class-archives} below the home.
 *     Nodes of one machine may share it
 * @param archiveAfter time without a driver or executor after which the node makes the archive if
 *     there is none yet
 * @param shufflePort where this node's shuffle server listens; should be the same on all nodes.
 *     When it is in use at the start another one is taken
 * @param shuffleHeap heap of the shuffle server, as {@code 512m}; it takes half as much again and
 *     128 MiB outside of it
 * @param shuffleHungAfter time without an answer of the shuffle server after which it is killed and
 *     started again
 * @param sweepEvery between two searches of the home for what belongs to no process
 * @param drainOnStop how long a stop of the service waits for the node to be drained, as {@code
 *     10m}; what is left then is ended. {@code 0s}: it stops at once, and its processes go on
 * @param selfStopAfter silence of the platform after which the node ends its processes itself
 */
@ConfigurationProperties(prefix = "stoker.node", ignoreUnknownFields = false)
public record NodeProperties(
    @DefaultValue("") String name,
    @DefaultValue("127.0.0.1") String host,
    @DefaultValue("0") int httpPort,
    @DefaultValue("false") boolean allowInsecureBind,
    @DefaultValue("http://127.0.0.1:7700") String platformUrl,
    @DefaultValue("") String tokenFile,
    @DefaultValue("") String home,
    @DefaultValue("") String sparkHome,
    @DefaultValue("") String otherSparkHome,
    @DefaultValue("") String javaHome,
    @DefaultValue("") String python,
    @DefaultValue("") String masterSecrets,
    @DefaultValue("") String cores,
    @DefaultValue("") String memory,
    @DefaultValue("AUTO") MemoryEnforcement memoryEnforcement,
    @DefaultValue("") String labels,
    @DefaultValue("2g") String artifactCache,
    @DefaultValue("1g") String logLimit,
    @DefaultValue("") String classArchives,
    @DefaultValue("30s") Duration archiveAfter,
    @DefaultValue("7337") int shufflePort,
    @DefaultValue("512m") String shuffleHeap,
    @DefaultValue("1m") Duration shuffleHungAfter,
    @DefaultValue("1m") Duration sweepEvery,
    @DefaultValue("0s") Duration drainOnStop,
    @DefaultValue("10m") Duration selfStopAfter) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,63}");
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Checks everything that can be checked without looking at the machine. */
  public NodeProperties {
    name = name.isBlank() ? hostName() : name.strip();
    if (!NAME.matcher(name).matches()) {
      throw wrong("name", "'" + name + "' must be 1 to 63 of a-z, 0-9, '.' and '-'");
    }
    host = plain(host.strip());
    if (sparkHome.isBlank()) {
      throw wrong("spark-home", "is not set: name the directory that holds Spark's jars/");
    }
    checkPath("home", home);
    checkPath("spark-home", sparkHome);
    checkPath("other-spark-home", otherSparkHome);
    checkPath("class-archives", classArchives);
    checkDuration("archive-after", archiveAfter);
    if (shufflePort < 1 || shufflePort > 65535) {
      throw wrong("shuffle-port", shufflePort + " is no port: 1 to 65535");
    }
    if (httpPort < UiServer.OFF || httpPort > 65535) {
      throw wrong("http-port", httpPort + " is no port: 1 to 65535, 0 for any, -1 for none");
    }
    checkDuration("shuffle-hung-after", shuffleHungAfter);
    checkDuration("sweep-every", sweepEvery);
    checkDuration("self-stop-after", selfStopAfter);
    if (drainOnStop.isNegative()) {
      throw wrong("drain-on-stop", drainOnStop + " must be 0s or more");
    }
    if (python.chars().anyMatch(Character::isISOControl)) {
      throw wrong("python", "must be a path or a name in one line");
    }
    parse("platform-url", platformUrl, Servers::of);
    parse("cores", cores, NodeProperties::cores);
    parse(
        "shuffle-heap",
        shuffleHeap,
        heap -> ShuffleServerCommand.check(MemorySize.of(heap).bytes()));
    parse("memory", memory, text -> memory(text, 0));
    parse("labels", labels, Labels::of);
    parse("artifact-cache", artifactCache, MemorySize::of);
    parse("log-limit", logLimit, MemorySize::of);
  }

  /** Credentials are kept off the network: beyond loopback only when it was allowed. */
  int uiPort() {
    return allowInsecureBind || Loopback.is(host) ? httpPort : UiServer.OFF;
  }

  Servers platform() {
    return Servers.of(platformUrl);
  }

  @Nullable Path tokenPath() {
    return tokenFile.isBlank() ? null : Path.of(tokenFile).toAbsolutePath();
  }

  Path homePath() {
    Path path = home.isBlank() ? Path.of("var", "nodes", name) : Path.of(home);
    return path.toAbsolutePath().normalize();
  }

  Path sparkPath() {
    return Path.of(sparkHome).toAbsolutePath().normalize();
  }

  @Nullable Path otherSparkPath() {
    return otherSparkHome.isBlank() ? null : Path.of(otherSparkHome).toAbsolutePath().normalize();
  }

  /** Where the node's interpreter has the name by which all nodes know theirs. */
  Path pythonDirectory() {
    return homePath().resolve("python");
  }

  MasterSecrets masterSecretsFile() {
    return masterSecrets.isBlank()
        ? MasterSecrets.NONE
        : new MasterSecrets(Path.of(masterSecrets).toAbsolutePath());
  }

  Path classArchivesPath() {
    Path path =
        classArchives.isBlank() ? homePath().resolve("class-archives") : Path.of(classArchives);
    return path.toAbsolutePath().normalize();
  }

  Path javaPath() {
    return Path.of(javaHome.isBlank() ? System.getProperty("java.home") : javaHome)
        .toAbsolutePath();
  }

  Cores coresOfNode() {
    return cores(cores);
  }

  MemorySize memoryOfNode() {
    return memory(memory, shuffleBytes());
  }

  /** What the shuffle server may take, heap and all. */
  long shuffleBytes() {
    return ShuffleServerCommand.memoryBytes(shuffleHeapBytes());
  }

  long shuffleHeapBytes() {
    return MemorySize.of(shuffleHeap).bytes();
  }

  Labels labelsOfNode() {
    return Labels.of(labels);
  }

  long logLimitBytes() {
    return MemorySize.of(logLimit).bytes();
  }

  MemorySize artifactCacheSize() {
    return MemorySize.of(artifactCache);
  }

  private static Cores cores(String text) {
    return text.isBlank() ? Cores.ofMachine() : Cores.of(text);
  }

  private static MemorySize memory(String text, long shuffleBytes) {
    return text.isBlank()
        ? MemorySize.ofMachine(MemorySize.total(), shuffleBytes)
        : MemorySize.of(text);
  }

  private static void checkPath(String name, String path) {
    if (path.contains(",") || path.contains(":")) {
      throw wrong(
          name, "'" + path + "' must be without ',' and ':', which separate paths in lists");
    }
  }

  private static void checkDuration(String name, Duration duration) {
    if (duration.compareTo(SHORTEST) < 0) {
      throw wrong(name, duration + " is too short: at least 1s");
    }
  }

  private static void parse(String name, String text, Consumer<String> parser) {
    try {
      parser.accept(text);
    } catch (IllegalArgumentException e) {
      throw wrong(name, String.valueOf(e.getMessage()));
    }
  }

  private static NodeProblem wrong(String name, String problem) {
    return new NodeProblem("stoker.node." + name + ": " + problem);
  }

  /** Spark and the platform compare hosts as texts, and of names there are several for one. */
  private static String plain(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname"))
          .strip()
          .toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      return "";
    }
  }
}
