package io.stoker.node;

import io.stoker.launcher.SparkRuntime;
import io.stoker.node.home.NodeProblem;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the settings name must be there on this machine.
 *
 * @param javaMajor of the Java that drivers and executors run on
 */
record Machine(SparkRuntime runtime, int javaMajor) {
  private static final Logger LOG = LoggerFactory.getLogger(Machine.class);
  private static final Pattern MAJOR = Pattern.compile("\"?([0-9]+)[^0-9].*");

  static Machine check(NodeProperties properties) {
    checkHost(properties.host());
    warnOfTooMuch(properties.memoryOfNode().bytes(), properties.shuffleBytes());
    properties.platform().all().forEach(Machine::warnOfPlainHttp);
    checkSecrets(properties);
    try {
      SparkRuntime runtime = SparkRuntime.in(properties.sparkPath());
      runtime.requirePlatformJars();
      return new Machine(runtime, javaMajor(properties.javaPath()));
    } catch (IOException e) {
      throw new NodeProblem("stoker.node.spark-home: " + e.getMessage(), e);
    }
  }

  private static void checkSecrets(NodeProperties properties) {
    try {
      properties.masterSecretsFile().check();
    } catch (IOException e) {
      throw new NodeProblem("stoker.node.master-secrets: " + e.getMessage(), e);
    }
  }

  /** An address is this machine's own when something can be bound to it. */
  private static void checkHost(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isAnyLocalAddress()) {
        throw new NodeProblem(
            "stoker.node.host: '"
                + host
                + "' means every address: name the one of this machine at"
                + " which other nodes reach it");
      }
      new ServerSocket(0, 1, address).close();
    } catch (IOException e) {
      throw new NodeProblem(
          "stoker.node.host: '"
              + host
              + "' is not an address of this machine ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private static void warnOfTooMuch(long offered, long shuffle) {
    long total = MemorySize.total();
    if (offered + shuffle > total) {
      LOG.warn(
          "The node offers {} MiB and its shuffle server may take {}, of {} that there are: lower"
              + " stoker.node.memory or stoker.node.shuffle-heap unless another node pays for it",
          offered >> 20,
          shuffle >> 20,
          total >> 20);
    }
  }

  private static void warnOfPlainHttp(URI server) {
    try {
      boolean here = InetAddress.getByName(server.getHost()).isLoopbackAddress();
      if (!here && server.getScheme().equals("http")) {
        LOG.warn("Credentials and secrets travel unencrypted from {}: use https", server);
      }
    } catch (UnknownHostException e) {
      LOG.warn("The host of {} has no address yet", server);
    }
  }

  private static int javaMajor(Path javaHome) {
    if (!Files.isExecutable(javaHome.resolve("bin").resolve("java"))) {
      throw new NodeProblem("stoker.node.java-home: there is no bin/java in " + javaHome);
    }
    if (javaHome.equals(Path.of(System.getProperty("java.home")).toAbsolutePath())) {
      return Runtime.version().feature();
    }
    Path release = javaHome.resolve("release");
    Properties facts = new Properties();
    try (Reader in = Files.newBufferedReader(release)) {
      facts.load(in);
    } catch (IOException e) {
      throw new NodeProblem("stoker.node.java-home: " + release + " cannot be read", e);
    }
    Matcher version = MAJOR.matcher(facts.getProperty("JAVA_VERSION", ""));
    if (!version.matches()) {
      throw new NodeProblem("stoker.node.java-home: " + release + " tells no JAVA_VERSION");
    }
    return Integer.parseInt(version.group(1));
  }
}
