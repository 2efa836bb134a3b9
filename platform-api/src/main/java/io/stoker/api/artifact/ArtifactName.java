package io.stoker.api.artifact;

import io.stoker.artifact.ArtifactKind;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an uploader calls a jar. It is shown to people and never becomes a path. */
final class ArtifactName {
  private static final int LONGEST = 255;

  private ArtifactName() {}

  static Optional<String> checked(@Nullable String name, ArtifactKind kind) {
    if (name == null || name.isBlank()) {
      return Optional.empty();
    }
    boolean plain =
        name.codePoints()
            .noneMatch(it -> Character.isISOControl(it) || it == '/' || it == '\\' || isHalf(it));
    if (name.length() > LONGEST || !plain) {
      throw invalid("must be a file's name of at most 255 characters, without a path");
    }
    if (kind == ArtifactKind.PYTHON && !name.strip().endsWith(".py")) {
      throw invalid("must end with .py; a zip or egg of modules is uploaded with kind=JAR");
    }
    return Optional.of(name.strip());
  }

  private static StokerException invalid(String message) {
    return new StokerException(
        ErrorCode.VALIDATION_FAILED,
        "name " + message + ".",
        List.of(new Violation("name", "INVALID", message)));
  }

  private static boolean isHalf(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }
}
