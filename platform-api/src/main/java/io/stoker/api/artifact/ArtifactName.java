package io.stoker.api.artifact;

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

  static Optional<String> checked(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return Optional.empty();
    }
    boolean plain =
        name.codePoints()
            .noneMatch(it -> Character.isISOControl(it) || it == '/' || it == '\\' || isHalf(it));
    if (name.length() > LONGEST || !plain) {
      String message = "must be a file's name of at most 255 characters, without a path";
      throw new StokerException(
          ErrorCode.VALIDATION_FAILED,
          "name " + message + ".",
          List.of(new Violation("name", "INVALID", message)));
    }
    return Optional.of(name.strip());
  }

  private static boolean isHalf(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }
}
