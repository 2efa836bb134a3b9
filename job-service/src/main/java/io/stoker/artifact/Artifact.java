package io.stoker.artifact;

import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded jar or file.
 *
 * @param id SHA-256 of its bytes, in hexadecimal
 * @param entry grows with each new artifact
 * @param name as it was first uploaded
 * @param mainClass that its manifest names; null when it names none
 * @param file its name in storage
 */
public record Artifact(
    String id,
    UUID entry,
    String name,
    ArtifactKind kind,
    long bytes,
    @Nullable String mainClass,
    String file,
    Instant createdAt,
    String createdBy) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  /** Whether a text can be an artifact's id. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}
