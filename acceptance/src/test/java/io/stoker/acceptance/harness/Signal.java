package io.stoker.acceptance.harness;

import java.io.IOException;

/** Signals that a test sends to processes. */
public enum Signal {
  TERM,
  KILL,
  QUIT,
  STOP,
  CONT;

  /** Sends it; a process that has ended meanwhile is fine. */
  public void sendTo(ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("cannot run `kill`, a command of every Linux", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending " + this, e);
    }
  }
}
