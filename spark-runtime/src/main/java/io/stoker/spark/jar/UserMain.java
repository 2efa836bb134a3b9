package io.stoker.spark.jar;

import io.stoker.contract.driver.JarProgram;
import io.stoker.spark.driver.JobFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

/** The main method of a user's program. */
final class UserMain {
  private final Method main;
  private final ProgramErrors errors;

  private UserMain(Method main, ProgramErrors errors) {
    this.main = main;
    this.errors = errors;
  }

  /**
   * Looks for it before Spark starts, so that a typing mistake costs no executors.
   *
   * @throws JobFailure CLASS_NOT_FOUND with the classes that look like it, or NO_MAIN_METHOD
   */
  static UserMain find(JarProgram program, UserCode code) {
    ProgramErrors errors = new ProgramErrors(program, code);
    try {
      Class<?> type = Class.forName(program.mainClass(), false, code.loader());
      Method main = type.getMethod("main", String[].class);
      if (!Modifier.isStatic(main.getModifiers())) {
        throw noMain(program, "is not static");
      }
      return new UserMain(main, errors);
    } catch (ClassNotFoundException e) {
      throw errors.mainClassNotFound();
    } catch (NoSuchMethodException e) {
      throw noMain(program, "does not exist");
    } catch (LinkageError e) {
      throw errors.of(e);
    }
  }

  private static JobFailure noMain(JarProgram program, String how) {
    return JobFailure.permanent(
        "NO_MAIN_METHOD",
        "%s has no main to call: its method main(String[]) %s. In Java it is public static void, in Scala a def of an object."
            .formatted(program.mainClass(), how));
  }

  /**
   * Calls it.
   *
   * @throws JobFailure when it throws
   */
  void call(List<String> arguments) {
    try {
      main.invoke(null, (Object) arguments.toArray(String[]::new));
    } catch (InvocationTargetException e) {
      throw errors.of(e.getCause() == null ? e : e.getCause());
    } catch (IllegalAccessException e) {
      throw errors.of(e);
    } catch (LinkageError e) {
      throw errors.of(e);
    }
  }
}
