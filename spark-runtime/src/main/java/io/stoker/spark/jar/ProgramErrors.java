package io.stoker.spark.jar;

import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.driver.UserProgram;
import io.stoker.spark.driver.JobFailure;
import io.stoker.spark.driver.RefusedSettings;
import io.stoker.spark.driver.Sentences;
import io.stoker.spark.platform.FencedException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;

/** Tells apart in which ways a user's program can fail. */
final class ProgramErrors {
  private static final String TOO_LARGE = "spark.driver.maxResultSize";

  private final JarProgram program;
  private final UserCode code;

  ProgramErrors(JarProgram program, UserCode code) {
    this.program = program;
    this.code = code;
  }

  JobFailure mainClassNotFound() {
    List<String> similar = SimilarClasses.to(program.mainClass(), code.loader());
    String jars =
        program.jars().stream().map(UserProgram.Jar::name).collect(Collectors.joining(", "));
    return JobFailure.permanent(
        "CLASS_NOT_FOUND",
        "The main class %s is not in %s. %s"
            .formatted(
                program.mainClass(),
                jars,
                similar.isEmpty()
                    ? "No class in there looks like it: is it the right jar?"
                    : "Did you mean " + String.join(" or ", similar) + "?"));
  }

  /** What the program's main threw, as the failure of its attempt. */
  JobFailure of(Throwable error) {
    List<Throwable> chain = Sentences.chain(error);
    for (Throwable cause : chain) {
      if (cause instanceof JobFailure known) {
        return known;
      }
      if (cause instanceof FencedException fenced) {
        throw fenced;
      }
    }
    Optional<JobFailure> refused = RefusedSettings.in(error, new SparkConf());
    if (refused.isPresent()) {
      return refused.get();
    }
    // what a task threw stands below it, and is another matter than the same here in the driver
    boolean aborted = chain.stream().anyMatch(SparkException.class::isInstance);
    if (aborted) {
      return ofSpark(error);
    }
    for (Throwable cause : chain) {
      if (cause instanceof OutOfMemoryError) {
        return outOfMemory(error, cause);
      }
      if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
        return dependencyNotFound(error, cause);
      }
    }
    return new JobFailure(
        "USER_EXCEPTION",
        "The program threw " + spelled(error) + place(error) + ". Its log has the whole trace.",
        Sentences.isPassing(error),
        error);
  }

  private JobFailure ofSpark(Throwable error) {
    String sentence = Sentences.of(error);
    if (Sentences.chain(error).stream().anyMatch(it -> message(it).contains(TOO_LARGE))) {
      return JobFailure.permanent(
          "RESULT_TOO_LARGE",
          "The program fetched more rows to its driver than "
              + TOO_LARGE
              + " allows: "
              + sentence
              + place(error)
              + ". Write them to ${run.output} instead of collecting them, or raise "
              + TOO_LARGE
              + " in sparkConf and with it driver.memory.",
          error);
    }
    return new JobFailure(
        "JOB_ABORTED",
        "Spark gave a job of the program up: " + sentence + place(error) + ".",
        Sentences.isPassing(error),
        error);
  }

  private JobFailure outOfMemory(Throwable error, Throwable cause) {
    return JobFailure.permanent(
        "DRIVER_OOM",
        "The driver ran out of memory: "
            + message(cause)
            + place(error)
            + ". Keep less in the driver, or raise driver.memory.",
        error);
  }

  private JobFailure dependencyNotFound(Throwable error, Throwable cause) {
    return JobFailure.permanent(
        "CLASS_NOT_FOUND",
        "The program needs the class "
            + message(cause).replace('/', '.')
            + place(error)
            + ", which is neither in its jars nor in Spark's. Add the jar to application.jars.",
        error);
  }

  private String place(Throwable error) {
    return code.place(error).map(place -> ", in " + place).orElse("");
  }

  private static String spelled(Throwable error) {
    String message = message(error).lines().findFirst().orElse("");
    String name = error.getClass().getName();
    return message.isBlank() ? name : name + ": " + shortened(message);
  }

  private static String message(Throwable error) {
    return String.valueOf(error.getMessage());
  }

  private static String shortened(String text) {
    return text.length() <= 2000 ? text : text.substring(0, 2000) + " …";
  }
}
