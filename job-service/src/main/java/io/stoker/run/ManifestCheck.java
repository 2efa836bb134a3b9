package io.stoker.run;

import io.stoker.error.StokerException;
import io.stoker.error.Violations;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Compares a manifest with the attempt that sends it; what it claims must be the attempt's own. */
final class ManifestCheck {
  private final Manifest manifest;
  private final Violations violations = new Violations();

  private ManifestCheck(Manifest manifest) {
    this.manifest = manifest;
  }

  /**
   * Refuses a manifest that speaks for another attempt or of files outside its directory.
   *
   * @throws StokerException naming every wrong field
   */
  static void check(Manifest manifest, Attempt attempt) {
    var check = new ManifestCheck(manifest);
    check.identity(attempt);
    check.files();
    check.violations.throwIfAny();
  }

  private void identity(Attempt attempt) {
    same("/manifest/runId", attempt.runId(), manifest.runId());
    same("/manifest/step", attempt.step(), manifest.step());
    same("/manifest/attempt", attempt.number(), manifest.attempt());
    same("/manifest/fence", attempt.fence(), manifest.fence());
    same("/manifest/location", attempt.outputDirectory(), manifest.location());
  }

  private void files() {
    Set<String> paths = new HashSet<>();
    long bytes = 0;
    for (int i = 0; i < manifest.files().size(); i++) {
      Manifest.File file = manifest.files().get(i);
      String pointer = "/manifest/files/" + i;
      if (!isBelow(file.path())) {
        wrong(pointer + "/path", "must be a plain path below the location, but is " + file.path());
      }
      if (!paths.add(file.path())) {
        wrong(pointer + "/path", "is listed twice: " + file.path());
      }
      if (file.bytes() < 0) {
        wrong(pointer + "/bytes", "must not be negative, but is " + file.bytes());
      }
      bytes += file.bytes();
    }
    same("/manifest/totalBytes", bytes, manifest.totalBytes());
  }

  private static boolean isBelow(String path) {
    // a colon in the first segment could be read as a URI's scheme
    return !path.contains("\\")
        && path.chars().noneMatch(Character::isISOControl)
        && !path.split("/", 2)[0].contains(":")
        && Arrays.stream(path.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  private void same(String pointer, Object expected, Object given) {
    if (!expected.equals(given)) {
      wrong(pointer, "must be " + expected + ", but is " + given);
    }
  }

  private void wrong(String pointer, String message) {
    violations.add(pointer, "WRONG_MANIFEST", message);
  }
}
