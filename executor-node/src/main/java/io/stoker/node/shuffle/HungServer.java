package io.stoker.node.shuffle;

import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The evidence of a shuffle server that hangs, before it is killed and its directory goes. */
record HungServer(ChildProcess process, ShuffleDirectory directory) {
  private static final Duration DUMP_WITHIN = Duration.ofSeconds(3);
  private static final int LOOKS = 30;
  private static final int LONGEST = 1 << 20;

  /** A JVM writes this line last. */
  private static final String END_OF_DUMP = "JNI global refs";

  /** What is known of the reason, as a sentence. */
  String explain() throws InterruptedException {
    try {
      if (process.isSuspended()) {
        return "Its process is stopped (SIGSTOP, or a debugger), so there is no thread dump";
      }
      long before = Files.size(output());
      return process.askForThreadDump() && isDumped(before)
          ? kept(before)
          : "Its JVM gives no thread dump";
    } catch (IOException e) {
      return "Its threads are not known: " + e;
    }
  }

  private boolean isDumped(long before) throws IOException, InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      if (written(before).contains(END_OF_DUMP)) {
        return true;
      }
      Thread.sleep(DUMP_WITHIN.dividedBy(LOOKS).toMillis());
    }
    return false;
  }

  private String kept(long before) throws IOException {
    PrivateFiles.write(directory.threads(), written(before));
    return "What its threads did is in " + directory.threads();
  }

  private String written(long before) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(output().toFile(), "r")) {
      in.seek(before);
      byte[] bytes = new byte[(int) Math.min(LONGEST, Math.max(0, in.length() - before))];
      int read = Math.max(0, in.read(bytes));
      return new String(bytes, 0, read, StandardCharsets.UTF_8);
    }
  }

  private Path output() {
    return process.directory().resolve("stdout");
  }
}
