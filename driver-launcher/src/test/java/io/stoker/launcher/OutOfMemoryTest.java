package io.stoker.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a JVM that really runs out of memory, so that its last words are the real ones. */
class OutOfMemoryTest {
  private static final String PROGRAM =
      """
      public class Fills {
        public static void main(String[] a) {
          System.out.println("begins");
          if (a[0].equals("exits")) System.exit(3);
          java.util.List<byte[]> all = new java.util.ArrayList<>();
          while (true) all.add(new byte[1 << 20]);
        }
      }
      """;

  @Test
  void theJvmsLastWordsTellItFromAProgramsExitCode(@TempDir Path own) throws Exception {
    Path source = Files.writeString(own.resolve("Fills.java"), PROGRAM);

    int filled = run(own, source, "fills");
    assertThat(filled).isEqualTo(3);
    assertThat(OutOfMemory.ended(filled, own)).isTrue();
    assertThat(OutOfMemory.ended(1, own)).isFalse();

    int exited = run(own, source, "exits");
    assertThat(exited).isEqualTo(3);
    assertThat(OutOfMemory.ended(exited, own)).isFalse();
    assertThat(OutOfMemory.ended(3, own.resolve("nowhere"))).isFalse();
  }

  private static int run(Path own, Path source, String argument) throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                OutOfMemory.JVM_OPTION,
                "-Xmx64m",
                source.toString(),
                argument)
            .redirectOutput(own.resolve("stdout").toFile())
            .redirectError(own.resolve("stderr").toFile())
            .start();
    assertThat(java.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return java.exitValue();
  }
}
