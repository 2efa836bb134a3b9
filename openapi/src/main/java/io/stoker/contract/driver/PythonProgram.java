package io.stoker.contract.driver;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PYTHON job as its driver executes it.
 *
 * @param file that the interpreter runs
 * @param arguments after it, every reference resolved
 * @param pyFiles modules, and zips or eggs of them, for driver and executors
 * @param jars whose classes the program calls through Spark
 * @param files that driver and executors find by their names
 * @param packages that the driver fetches itself; null when none
 */
public record PythonProgram(
    File file,
    List<String> arguments,
    List<File> pyFiles,
    List<Jar> jars,
    List<File> files,
    @Nullable Packages packages)
    implements UserProgram {

  /** Without packages. */
  public PythonProgram(
      File file, List<String> arguments, List<File> pyFiles, List<Jar> jars, List<File> files) {
    this(file, arguments, pyFiles, jars, files, null);
  }

  @Override
  public Stream<String> digests() {
    return Stream.concat(
        Stream.concat(Stream.of(file), pyFiles.stream()).map(File::sha256),
        UserProgram.super.digests());
  }

  /** Arguments may be meant for the program alone. */
  @Override
  public String toString() {
    return "PythonProgram[file=" + file.name() + "]";
  }
}
