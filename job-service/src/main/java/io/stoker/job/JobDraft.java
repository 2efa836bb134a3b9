package io.stoker.job;

import io.stoker.artifact.Artifact;
import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job's definition as somebody wrote it: nothing checked, nothing filled in. */
public record JobDraft(
    @Nullable String name,
    @Nullable String queue,
    @Nullable Map<String, String> labels,
    @Nullable Application application,
    @Nullable Output result,
    @Nullable Map<String, Parameter> parameters,
    @Nullable Driver driver,
    @Nullable Executor executor,
    @Nullable String placement,
    @Nullable DynamicAllocation dynamicAllocation,
    @Nullable Map<String, String> sparkConf,
    @Nullable Cluster cluster,
    @Nullable Retry retry,
    @Nullable String timeout,
    @Nullable Concurrency concurrency,
    @Nullable Boolean exclusive) {

  /**
   * The definition with its defaults, when everything about it is right.
   *
   * @param alreadyFound what the reading of the draft found wrong, named together with the rest
   * @throws io.stoker.error.StokerException naming every wrong field
   */
  public JobSpec checked(List<Violation> alreadyFound) {
    Violations violations = new Violations(alreadyFound);
    JobSpec spec = new JobRules(violations).checked(this);
    violations.throwIfAny();
    return spec;
  }

  /** A job's program. */
  public sealed interface Application permits Sql, Program {}

  /** A SQL script over named inputs. */
  public record Sql(@Nullable List<Input> inputs, @Nullable String script) implements Application {}

  /** A program of the user's own. */
  public sealed interface Program extends Application permits Jar, Python {

    /** Ids of artifacts with classes that it needs. */
    @Nullable List<@Nullable String> jars();

    /** Ids of artifacts by the names that the program finds them by. */
    @Nullable Map<String, @Nullable String> files();

    @Nullable List<@Nullable String> arguments();

    @Nullable Packages packages();

    Known known();
  }

  /**
   * Jars to be fetched when a run starts.
   *
   * @param coordinates of Maven
   * @param repositories URLs; null for all that there are
   */
  public record Packages(
      @Nullable List<@Nullable String> coordinates,
      @Nullable List<@Nullable String> repositories) {}

  /**
   * What a program may refer to.
   *
   * @param artifacts those of the named artifacts that exist, by their ids
   * @param repositories URLs that packages may come from
   */
  public record Known(Map<String, Artifact> artifacts, List<String> repositories) {}

  /**
   * A program in Java or Scala.
   *
   * @param artifact id of the artifact that holds it
   * @param jars ids of further artifacts that it needs
   * @param files ids of artifacts by the names that the program finds them by
   */
  public record Jar(
      @Nullable String artifact,
      @Nullable String mainClass,
      @Nullable List<@Nullable String> arguments,
      @Nullable List<@Nullable String> jars,
      @Nullable Map<String, @Nullable String> files,
      @Nullable Packages packages,
      Known known)
      implements Program {}

  /**
   * A program in Python.
   *
   * @param file id of the artifact that is run
   * @param pyFiles ids of artifacts by the names that they are imported by
   */
  public record Python(
      @Nullable String file,
      @Nullable List<@Nullable String> arguments,
      @Nullable Map<String, @Nullable String> pyFiles,
      @Nullable List<@Nullable String> jars,
      @Nullable Map<String, @Nullable String> files,
      @Nullable Packages packages,
      Known known)
      implements Program {}

  /** Files to be read as a view. */
  public record Input(
      @Nullable String view,
      @Nullable String format,
      @Nullable String path,
      @Nullable Map<String, String> options,
      @Nullable String schema) {}

  /** How the last query's rows are to be written. */
  public record Output(
      @Nullable String format,
      @Nullable List<String> partitionBy,
      @Nullable String mode,
      @Nullable Map<String, String> options) {}

  /**
   * A parameter that a run may set.
   *
   * @param defaultValue a JSON value as Jackson reads it into an {@code Object}
   */
  public record Parameter(
      @Nullable String type, @Nullable Object defaultValue, @Nullable String description) {}

  /**
   * What runs the tasks.
   *
   * @param master as Spark writes it, or {@code stoker}
   * @param sparkHome directory of the Spark distribution that the driver runs from
   */
  public record Cluster(@Nullable String master, @Nullable String sparkHome) {}

  public record Driver(
      @Nullable BigDecimal cores, @Nullable String memory, @Nullable Selector nodeSelector) {}

  public record Executor(
      @Nullable Integer instances,
      @Nullable Integer cores,
      @Nullable String memory,
      @Nullable Selector nodeSelector,
      @Nullable String pysparkMemory) {
    /** With nothing for Python. */
    public Executor(
        @Nullable Integer instances,
        @Nullable Integer cores,
        @Nullable String memory,
        @Nullable Selector nodeSelector) {
      this(instances, cores, memory, nodeSelector, null);
    }
  }

  /** Labels of the nodes that a process may go to. */
  public record Selector(
      @Nullable Map<String, String> required, @Nullable Map<String, String> preferred) {}

  public record DynamicAllocation(
      @Nullable Boolean enabled,
      @Nullable Integer minExecutors,
      @Nullable Integer maxExecutors,
      @Nullable Integer initialExecutors,
      @Nullable String executorIdleTimeout,
      @Nullable String schedulerBacklogTimeout) {}

  public record Retry(@Nullable Integer maxAttempts, @Nullable String backoff) {}

  public record Concurrency(@Nullable String policy, @Nullable Integer max) {}
}
