package io.stoker.spark.python;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a program prints, of which the end is remembered. Spark's runner copies it, both streams in
 * one, to this JVM's standard output, and does not wait until all of it is there.
 */
final class ProgramOutput extends OutputStream {
  /** Spark's name of the thread that copies. */
  private static final String COPIER = "redirect output";

  /** A process that outlives the program may keep the pipe open. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int REMEMBERED = 64 * 1024;

  private final PrintStream before;
  private final byte[] ring = new byte[REMEMBERED];
  private long written;

  private ProgramOutput(PrintStream before) {
    this.before = before;
  }

  static ProgramOutput begin() {
    ProgramOutput output = new ProgramOutput(System.out);
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    return output;
  }

  /** All of it is there, or as good as. */
  void end() {
    try {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals(COPIER)) {
          thread.join(PATIENCE.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.setOut(before);
  }

  /** The end of what was printed, from the beginning of a line on. */
  synchronized String lastWords() {
    int size = (int) Math.min(written, REMEMBERED);
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = ring[(int) ((written - size + i) % REMEMBERED)];
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return written <= REMEMBERED ? text : text.substring(text.indexOf('\n') + 1);
  }

  @Override
  public synchronized void write(int octet) {
    ring[(int) (written++ % REMEMBERED)] = (byte) octet;
    before.write(octet);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    for (int i = Math.max(0, length - REMEMBERED); i < length; i++) {
      ring[(int) ((written + i) % REMEMBERED)] = bytes[offset + i];
    }
    written += length;
    before.write(bytes, offset, length);
  }

  @Override
  public void flush() {
    before.flush();
  }
}
