package io.stoker.launcher.process;

import io.stoker.launcher.cgroup.MemoryCgroup;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files by which {@code keep.sh} and the service tell each other of one process. */
record ProcessFiles(Path directory) {
  private static final String REFUSED = "refused";

  /** Where the command runs. */
  Path work() {
    return directory.resolve("work");
  }

  /** The wrapper's own errors; empty but for trouble. */
  Path wrapperErrors() {
    return directory.resolve("keep.err");
  }

  /** Whether a wrapper began, or a start was refused: no other start can go on. */
  boolean isClaimed() {
    return Files.exists(leaderFile());
  }

  boolean isRefused() throws IOException {
    return line(leaderFile()).filter(REFUSED::equals).isPresent();
  }

  Optional<ProcessIdentity> leader() throws IOException {
    return line(leaderFile()).filter(t -> !t.equals(REFUSED)).map(ProcessIdentity::parse);
  }

  Optional<ProcessIdentity> child() throws IOException {
    return line(directory.resolve("child")).map(ProcessIdentity::parse);
  }

  Optional<Integer> exitCode() throws IOException {
    return line(directory.resolve("exit")).map(Integer::valueOf);
  }

  Instant startedAt() throws IOException {
    return Files.getLastModifiedTime(leaderFile()).toInstant();
  }

  Instant exitedAt() throws IOException {
    return Files.getLastModifiedTime(directory.resolve("exit")).toInstant();
  }

  /**
   * Whether what runs by these files was started in another directory, of which this is a copy: a
   * wrapper never leaves the working directory that it was started in, nor does a JVM.
   */
  boolean isCopy() throws IOException {
    return Stream.of(leader(), child())
        .flatMap(Optional::stream)
        .filter(ProcessIdentity::isAlive)
        .findFirst()
        .filter(this::worksElsewhere)
        .isPresent();
  }

  /** Whether it was started in an earlier boot, or on another machine: nothing here is its. */
  boolean isOfOtherBoot() throws IOException {
    return leader().filter(wrapper -> !wrapper.isOfThisBoot()).isPresent();
  }

  private boolean worksElsewhere(ProcessIdentity process) {
    Path there = Path.of("/proc", Long.toString(process.pid()), "cwd");
    try {
      return Files.exists(there)
          && Files.isDirectory(work())
          && !Files.isSameFile(there, work())
          && process.isAlive(); // so it was its own that was looked at
    } catch (IOException e) {
      return false; // just gone
    }
  }

  /** Takes the wrapper's mark, so that no start in this directory, however late, goes on. */
  void refuseStart() throws IOException {
    try {
      Files.writeString(leaderFile(), REFUSED + "\n", StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      // a wrapper was first: it is there to be terminated
    }
  }

  /** Before the start: the wrapper looks here for where the command belongs. */
  void note(@Nullable MemoryCgroup cgroup) throws IOException {
    if (cgroup == null) {
      Files.deleteIfExists(cgroupFile());
    } else {
      PrivateFiles.write(cgroupFile(), cgroup.line());
    }
  }

  Optional<MemoryCgroup> cgroup() throws IOException {
    return line(cgroupFile()).map(MemoryCgroup::parse);
  }

  private Path cgroupFile() {
    return directory.resolve("cgroup");
  }

  private Path leaderFile() {
    return directory.resolve("leader");
  }

  /** Empty until the line is complete. */
  private static Optional<String> line(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file)).filter(t -> t.endsWith("\n")).map(String::strip);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
