package io.stoker.node.cgroup;

import io.stoker.launcher.cgroup.CgroupVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code /proc/self/mountinfo}: {@code id parent device root point options … - type
 * source superoptions}.
 *
 * @param root what of the file system is seen at the point
 */
record CgroupMount(
    String root, Path point, List<String> options, String type, List<String> superOptions) {
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  static CgroupMount parse(String line) {
    int dash = line.indexOf(" - ");
    String[] left = line.substring(0, dash).split(" ", -1);
    String[] right = line.substring(dash + 3).split(" ", -1);
    return new CgroupMount(
        unescaped(left[3]),
        Path.of(unescaped(left[4])),
        List.of(left[5].split(",", -1)),
        right[0],
        List.of(right[right.length - 1].split(",", -1)));
  }

  boolean isOf(CgroupVersion version) {
    return switch (version) {
      case V1 -> type.equals("cgroup") && superOptions.contains("memory");
      case V2 -> type.equals("cgroup2");
    };
  }

  boolean isReadOnly() {
    return options.contains("ro") || superOptions.contains("ro");
  }

  /** Whether a cgroup of that path is seen here; one outside of a namespace's root is not. */
  boolean shows(String path) {
    return !path.startsWith("/..") && Path.of(path).startsWith(Path.of(root));
  }

  Path directory(String path) {
    return point.resolve(Path.of(root).relativize(Path.of(path))).normalize();
  }

  /** Blanks and the like are written as {@code \040}. */
  private static String unescaped(String text) {
    return OCTAL
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 8))));
  }
}
