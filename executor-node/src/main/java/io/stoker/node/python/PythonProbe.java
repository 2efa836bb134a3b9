package io.stoker.node.python;

import io.stoker.contract.cluster.NodePython;
import io.stoker.launcher.PythonInterpreter;
import io.stoker.launcher.SparkRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether the node's interpreter can run programs. Nobody waits for it: until
 * it knows, the node says that it is looking, and an interpreter that hangs is ended.
 */
public final class PythonProbe {
  private static final Logger LOG = LoggerFactory.getLogger(PythonProbe.class);
  private static final String DEFAULT = "python3";
  private static final String OFF = "none";

  /** So long until what was installed is noticed. */
  private static final Duration AGAIN_WITHOUT = Duration.ofSeconds(30);

  /** So long until it is noticed that something was removed or replaced. */
  private static final Duration AGAIN_WITH = Duration.ofMinutes(2);

  private final String setting;
  private final SparkRuntime spark;
  private final PythonInterpreter interpreter;
  private final Duration patience;
  private volatile long lookingSince;
  private volatile NodePython found = new NodePython("PROBING", null, null, null, null, null);

  /**
   * Nothing is looked at yet.
   *
   * @param setting of the node: a path, a name, nothing or {@code none}
   * @param spark whose version pyspark must have
   * @param interpreter where what is found gets the name by which all nodes know theirs
   */
  public PythonProbe(String setting, SparkRuntime spark, PythonInterpreter interpreter) {
    this(setting, spark, interpreter, Duration.ofSeconds(30));
  }

  PythonProbe(
      String setting, SparkRuntime spark, PythonInterpreter interpreter, Duration patience) {
    this.setting = setting.isBlank() ? DEFAULT : setting.strip();
    this.spark = spark;
    this.interpreter = interpreter;
    this.patience = patience;
  }

  /** What the latest look has found; one that gets stuck, as on a dead mount, has found nothing. */
  public NodePython found() {
    long since = lookingSince;
    return since != 0 && System.nanoTime() - since > 2 * patience.toNanos()
        ? none(setting + ": the look at it does not come to an end")
        : found;
  }

  /** Looks, and waits until it is time for the next look. */
  public void turn() throws InterruptedException {
    look();
    Thread.sleep((found.state().equals("READY") ? AGAIN_WITH : AGAIN_WITHOUT).toMillis());
  }

  void look() throws InterruptedException {
    lookingSince = System.nanoTime();
    NodePython now = probed();
    lookingSince = 0;
    if (!now.equals(found)) {
      if (now.state().equals("READY")) {
        LOG.info(
            "Programs in Python run on {} ({}), pyspark {}",
            now.executable(),
            now.version(),
            now.pyspark());
      } else {
        LOG.info("No program in Python gets here: {}", now.problem());
      }
      found = now;
    }
  }

  private NodePython probed() throws InterruptedException {
    if (setting.equals(OFF)) {
      return none("stoker.node.python is none");
    }
    Optional<Path> file = PythonInterpreter.find(setting);
    if (file.isEmpty()) {
      return none(
          "there is no program %s%s (stoker.node.python)"
              .formatted(setting, setting.contains("/") ? "" : " on the path of its processes"));
    }
    NodePython answer =
        new Interview(file.get(), spark, interpreter.directory(), patience).answer();
    if (!answer.state().equals("READY")) {
      return answer;
    }
    try {
      interpreter.use(file.get());
      return answer;
    } catch (IOException e) {
      return none("it cannot be given its name below the node's home: " + e);
    }
  }

  static NodePython none(String problem) {
    return new NodePython("NONE", null, null, null, null, problem);
  }
}
