package io.stoker.node.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stoker.contract.cluster.NodePython;
import io.stoker.launcher.PythonInterpreter;
import io.stoker.launcher.SparkRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of interpreters of all kinds; they are shell scripts that answer as one would. */
class PythonProbeTest {
  private static final String GOOD =
      "echo stoker:version=3.11.2; echo stoker:pyspark=4.2.1; echo stoker:py4j=0.10.9.9";

  private Path directory;
  private Path interpreter;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    interpreter = temporary.resolve("it's python");
  }

  private void interpreter(String script) throws IOException {
    Files.writeString(interpreter, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(interpreter, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private PythonProbe probe(String setting, Duration patience) {
    SparkRuntime spark = new SparkRuntime(directory.resolve("spark"), "4.2.0", "d", List.of());
    return new PythonProbe(
        setting, spark, new PythonInterpreter(directory.resolve("python")), patience);
  }

  private NodePython found() throws Exception {
    PythonProbe probe = probe(interpreter.toString(), Duration.ofSeconds(30));
    assertThat(probe.found().state()).isEqualTo("PROBING");
    probe.look();
    return probe.found();
  }

  private void assertNone(String script, String... words) throws Exception {
    interpreter(script);
    NodePython none = found();
    assertThat(none.state()).isEqualTo("NONE");
    assertThat(none.problem()).contains(words).contains(interpreter.toString());
  }

  @Test
  void oneWithThePackagesGetsTheNameThatProcessesCallItBy() throws Exception {
    interpreter("case $1 in -c) " + GOOD + ";; *) echo \"runs $1\";; esac");

    NodePython ready = found();

    assertThat(ready)
        .isEqualTo(new NodePython("READY", interpreter + "", "3.11.2", "4.2.1", "0.10.9.9", null));
    Path named = directory.resolve("python").resolve(PythonInterpreter.COMMAND);
    Process process = new ProcessBuilder(named.toString(), "a b.py").start();
    assertThat(process.inputReader().readLine()).isEqualTo("runs a b.py");
  }

  @Test
  void theRealOneIsAskedInWordsThatItUnderstands() throws Exception {
    Path real = Path.of("/usr/bin/python3");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isExecutable(real));
    PythonProbe probe = probe("python3", Duration.ofSeconds(30));
    probe.look();
    assertThat(probe.found().version()).matches("3\\.\\d+\\.\\d+");
  }

  @Test
  void whatLacksSomethingSaysWhatAndHowToGetIt() throws Exception {
    assertNone(
        "echo stoker:version=3.11.2; echo stoker:problem=ModuleNotFoundError: No module named x",
        "it has Python 3.11.2 but not the packages",
        "No module named x",
        "install pyspark==4.2.0");
    assertNone(
        "echo stoker:version=3.11.2; echo stoker:pyspark=3.5.1; echo stoker:py4j=0.10.9.7",
        "it has pyspark 3.5.1, and the node Spark 4.2.0");
    assertNone("echo broken >&2; exit 3", "ended with exit code 3 and said broken");
    assertNone(GOOD + "; kill -9 $$", "ended with exit code 137");
    assertNone("exit 0", "ended with exit code 0 and said nothing");
  }

  @Test
  void oneThatHangsIsEndedWithWhatItHasStarted() throws Exception {
    interpreter("echo $$ > '" + directory + "/pid'; sleep 1000; sleep 1000");
    PythonProbe probe = probe(interpreter.toString(), Duration.ofSeconds(1));

    probe.look();

    assertThat(probe.found().state()).isEqualTo("NONE");
    assertThat(probe.found().problem()).contains("did not answer within 1 s");
    long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void noneIsLookedForWhereNoneIsWanted() throws Exception {
    PythonProbe none = probe("none", Duration.ofSeconds(1));
    none.look();
    assertThat(none.found().problem()).contains("stoker.node.python is none");
    PythonProbe missing = probe("/opt/no/python", Duration.ofSeconds(1));
    missing.look();
    assertThat(missing.found().problem()).contains("there is no program /opt/no/python");
    assertThat(missing.found().state()).isEqualTo("NONE");
  }

  @Test
  void whatIsInstalledLaterIsFound() throws Exception {
    PythonProbe probe = probe(interpreter.toString(), Duration.ofSeconds(30));
    probe.look();
    assertThat(probe.found().state()).isEqualTo("NONE");
    interpreter(GOOD);
    probe.look();
    assertThat(probe.found().state()).isEqualTo("READY");
    Files.delete(interpreter);
    probe.look();
    assertThat(probe.found().state()).isEqualTo("NONE");
  }
}
