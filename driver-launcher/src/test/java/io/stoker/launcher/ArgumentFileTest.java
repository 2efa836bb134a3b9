package io.stoker.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java's own launcher is the judge. */
class ArgumentFileTest {

  /** Prints its arguments, each with a byte that none can have after it. */
  static final class Echo {
    public static void main(String[] arguments) {
      for (String argument : arguments) {
        byte[] bytes = (argument + "\0").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
      }
      System.out.flush();
    }
  }

  @Test
  void everyArgumentArrivesAsItWasAndNoneStandsOnTheCommandLine(@TempDir Path directory)
      throws IOException, InterruptedException {
    List<String> awkward =
        List.of(
            "", "a b", "#c", "'", "\"", "\\", "\\n", "\n\r\t\f", "@x", "$HOME", "*", "-cp", "ü€");
    Path file = directory.resolve("arguments");
    List<String> line = List.of("-cp", System.getProperty("java.class.path"), Echo.class.getName());
    Files.writeString(
        file, ArgumentFile.of(Stream.of(line, awkward).flatMap(List::stream).toList()));

    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder = new ProcessBuilder(java, "@" + file);
    builder.environment().put("LANG", "C.UTF-8");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(printed).isEqualTo(String.join("\0", awkward) + "\0");
  }
}
