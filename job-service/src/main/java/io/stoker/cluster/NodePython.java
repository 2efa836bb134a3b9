package io.stoker.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a node says of its interpreter for programs in Python.
 *
 * @param version of Python
 * @param problem why there is none, and what to do
 */
public record NodePython(
    State state,
    @Nullable String executable,
    @Nullable String version,
    @Nullable String pyspark,
    @Nullable String py4j,
    @Nullable String problem) {

  /** Of a node that is older than this server, and does not say. */
  public static final NodePython UNSAID =
      new NodePython(
          State.NONE,
          null,
          null,
          null,
          null,
          "its service is older than this server, and does not say; bring it up to date");

  private static final Pattern MINOR = Pattern.compile("(\\d+\\.\\d+)(\\D.*)?");

  /** Whether there is one. */
  public enum State {
    /** With pyspark of its Spark's version. */
    READY,
    NONE,
    /** The node has just started and is looking. */
    PROBING
  }

  /** What a node says is not trusted to be complete. */
  public NodePython {
    if (state == State.READY && minor(version).isEmpty()) {
      throw new IllegalArgumentException("A READY interpreter has a version as 3.11.2");
    }
  }

  /** What the database keeps; it has nothing of a node that does not say. */
  public static NodePython stored(@Nullable String json) {
    return json == null ? UNSAID : JsonMapper.shared().readValue(json, NodePython.class);
  }

  /** As 3.11, of one that programs can run on. */
  @JsonIgnore
  public Optional<String> minor() {
    return state == State.READY ? minor(version) : Optional.empty();
  }

  /** Why programs cannot run on it. */
  public String whyNot() {
    return state == State.PROBING
        ? "its service has just started, and is looking"
        : Objects.requireNonNullElse(problem, "it does not say why");
  }

  private static Optional<String> minor(@Nullable String version) {
    Matcher matcher = MINOR.matcher(version == null ? "" : version);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
