package io.stoker.spark.python;

import io.stoker.contract.driver.PythonProgram;
import io.stoker.contract.driver.UserProgram;
import io.stoker.spark.driver.JobFailure;
import io.stoker.spark.driver.RefusedSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/** Tells apart in which ways a program in Python can fail. */
final class PythonErrors {
  private static final String TOO_LARGE = "spark.driver.maxResultSize";
  private static final int LONGEST = 2_000;

  /** A module that is not there, or has no such name. */
  private static final Set<String> IMPORTS = Set.of("ModuleNotFoundError", "ImportError");

  /** Another attempt would meet them again. */
  private static final Set<String> PERMANENT =
      Set.of(
          "SyntaxError",
          "IndentationError",
          "TabError",
          "NameError",
          "AnalysisException",
          "ParseException");

  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int SIGNALLED = 128;
  private static final int KILLED = SIGNALLED + 9;

  private final List<String> ownFiles;

  PythonErrors(PythonProgram program, Path file) {
    this.ownFiles =
        Stream.concat(
                Stream.of(Objects.requireNonNull(file.getFileName()).toString()),
                program.pyFiles().stream().map(UserProgram.File::name))
            .toList();
  }

  /** The interpreter could not be started. */
  JobFailure ofStart(IOException error) {
    String message = String.valueOf(error.getMessage());
    return message.contains("error=7")
        ? JobFailure.permanent(
            "ARGUMENTS_TOO_LONG",
            "The program's arguments are more than Linux gives a process: "
                + message
                + ". Put them into a file (application.files).",
            error)
        : noPython(message);
  }

  /**
   * The interpreter has ended with another code than 0.
   *
   * @param output the end of what it printed
   */
  JobFailure ofExit(int code, String output) {
    Optional<Traceback> traceback = code == 1 ? Traceback.in(output, ownFiles) : Optional.empty();
    if (traceback.isPresent()) {
      return of(traceback.get());
    }
    String last = shortened(output.lines().filter(it -> !it.isBlank()).reduce("", (a, b) -> b));
    if (code == NOT_FOUND || code == NOT_EXECUTABLE) {
      return noPython(last);
    }
    return new JobFailure(
        "PROGRAM_EXITED",
        "The program %s before a result was committed%s. It ends well with exit code 0."
            .formatted(
                spelled(code), last.isEmpty() ? "" : "; the last that it printed is: " + last),
        true,
        null);
  }

  private static JobFailure noPython(String why) {
    return new JobFailure(
        "NO_PYTHON",
        "The interpreter of the driver's node could not be started: %s. Another attempt may find a better node; GET /api/v1/nodes shows the interpreter of each."
            .formatted(why),
        true,
        null);
  }

  private static JobFailure of(Traceback error) {
    Optional<JobFailure> refused = RefusedSettings.in(error.text(), new SparkConf());
    if (refused.isPresent()) {
      return refused.get();
    }
    String told = shortened(error.sentence()) + ", in " + error.place();
    if (IMPORTS.contains(error.type())) {
      return JobFailure.permanent(
          "MODULE_NOT_FOUND",
          "The program imports what is not there: %s. Add the module to application.pyFiles, or install it for the interpreter of every node (stoker.node.python)."
              .formatted(told));
    }
    if (error.text().contains(TOO_LARGE)) {
      return JobFailure.permanent(
          "RESULT_TOO_LARGE",
          "The program fetched more rows to its driver than %s allows: %s. Write them to ${run.output} instead of collecting them, or raise %1$s in sparkConf and with it driver.memory."
              .formatted(TOO_LARGE, told));
    }
    if (error.text().contains("Job aborted due to stage failure")) {
      return new JobFailure(
          "JOB_ABORTED", "Spark gave a job of the program up: " + told + ".", true, null);
    }
    return new JobFailure(
        "USER_EXCEPTION",
        "The program raised " + told + ". Its log has the whole traceback.",
        !PERMANENT.contains(error.type()),
        null);
  }

  private static String spelled(int code) {
    if (code <= SIGNALLED) {
      return "ended with exit code " + code;
    }
    String hint = code == KILLED ? ", which a machine short of memory does too" : "";
    return "was ended by signal " + (code - SIGNALLED) + " (exit code " + code + ")" + hint;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
  }
}
