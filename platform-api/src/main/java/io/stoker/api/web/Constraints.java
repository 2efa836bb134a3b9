package io.stoker.api.web;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.Comparator;

/** Checks the constraints that a record is annotated with, and says where by JSON pointer. */
final class Constraints {
  private final Validator validator;

  Constraints(Validator validator) {
    this.validator = validator;
  }

  void check(Object value, Violations violations) {
    validator.validate(value).stream()
        .map(Constraints::violation)
        .sorted(Comparator.comparing(Violation::pointer))
        .forEach(violations::add);
  }

  private static Violation violation(ConstraintViolation<?> found) {
    Class<?> constraint = found.getConstraintDescriptor().getAnnotation().annotationType();
    boolean missing =
        constraint == NotNull.class || constraint == NotBlank.class || constraint == NotEmpty.class;
    return new Violation(
        pointer(found.getPropertyPath()),
        missing ? "REQUIRED" : "INVALID",
        missing ? "is required" : found.getMessage());
  }

  private static String pointer(Path path) {
    String pointer = "";
    for (Path.Node node : path) {
      if (node.getIndex() != null) {
        pointer = Violation.pointer(pointer, node.getIndex());
      } else if (node.getKey() != null) {
        pointer = Violation.pointer(pointer, node.getKey());
      }
      // the element of a list or map itself has no name of its own
      if (node.getName() != null && !node.getName().startsWith("<")) {
        pointer = Violation.pointer(pointer, node.getName());
      }
    }
    return pointer;
  }
}
