package io.stoker.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.stoker.placement.NodeSelector;
import io.stoker.placement.PlacementStrategy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A job's definition after validation, with every default filled in; stored as JSON with its
 * revision.
 *
 * @param result null when the job declares none
 * @param placement how driver and executors are laid over nodes
 * @param timeout how long a run may take in all its attempts; null when as long as it likes
 * @param exclusive whether an attempt waits until no earlier driver of its run can be alive
 * @param otherMaster what runs its tasks; null when executors that nodes start
 */
public record JobSpec(
    String name,
    String queue,
    Map<String, String> labels,
    Application application,
    @Nullable Output result,
    Map<String, Parameter> parameters,
    Driver driver,
    Executor executor,
    PlacementStrategy placement,
    Map<String, String> sparkConf,
    Retry retry,
    @Nullable Duration timeout,
    Concurrency concurrency,
    boolean exclusive,
    // absent from what was stored before there was such a field, and so from its digest
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OtherMaster otherMaster) {

  /** Whether its program is in Python, and needs nodes that can run such. */
  @JsonIgnore
  public boolean isPython() {
    return application instanceof Python;
  }

  /** Definitions that were stored before there was such a field get what was the rule then. */
  public JobSpec {
    placement = Objects.requireNonNullElse(placement, PlacementStrategy.SPREAD);
    concurrency = Objects.requireNonNullElse(concurrency, Concurrency.ALLOWED);
  }

  /** Of executors that nodes start. */
  public JobSpec(
      String name,
      String queue,
      Map<String, String> labels,
      Application application,
      @Nullable Output result,
      Map<String, Parameter> parameters,
      Driver driver,
      Executor executor,
      PlacementStrategy placement,
      Map<String, String> sparkConf,
      Retry retry,
      @Nullable Duration timeout,
      Concurrency concurrency,
      boolean exclusive) {
    this(
        name,
        queue,
        labels,
        application,
        result,
        parameters,
        driver,
        executor,
        placement,
        sparkConf,
        retry,
        timeout,
        concurrency,
        exclusive,
        null);
  }

  /** A job's program. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = Sql.class)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Sql.class, name = "SQL"),
    @JsonSubTypes.Type(value = Jar.class, name = "JAR"),
    @JsonSubTypes.Type(value = Python.class, name = "PYTHON")
  })
  public sealed interface Application permits Sql, Program {

    /** Ids of the artifacts that it refers to. */
    Set<String> artifacts();
  }

  /** A SQL script over named inputs. */
  public record Sql(List<Input> inputs, String script) implements Application {
    @Override
    public Set<String> artifacts() {
      return Set.of();
    }
  }

  /** A program of the user's own. */
  public sealed interface Program extends Application permits Jar, Python {

    /** What it is called with, references that a run resolves included: {@link ArgumentText}. */
    List<String> arguments();

    /** Ids of artifacts by the names that the program finds them by. */
    Map<String, String> files();

    /** Jars that are fetched when a run starts; null when none. */
    @Nullable Packages packages();
  }

  /**
   * Jars in Maven repositories.
   *
   * @param coordinates as group:artifact:version
   * @param repositories URLs; empty for all that the platform knows when a run starts
   */
  public record Packages(List<String> coordinates, List<String> repositories) {}

  /**
   * A program in Java or Scala.
   *
   * @param artifact id of the artifact that holds it
   * @param arguments with references that a run resolves, see {@link ArgumentText}
   * @param jars ids of further artifacts, in the order of the class path
   * @param files ids of artifacts by the names that the program finds them by
   */
  public record Jar(
      String artifact,
      String mainClass,
      List<String> arguments,
      List<String> jars,
      // absent from what was stored before there was such a field, and so from its digest
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> files,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Packages packages)
      implements Program {
    public Jar {
      files = Objects.requireNonNullElse(files, Map.of());
    }

    /** Without packages. */
    public Jar(
        String artifact,
        String mainClass,
        List<String> arguments,
        List<String> jars,
        Map<String, String> files) {
      this(artifact, mainClass, arguments, jars, files, null);
    }

    @Override
    public Set<String> artifacts() {
      return Stream.concat(classPath().stream(), files.values().stream())
          .collect(Collectors.toUnmodifiableSet());
    }

    /** Ids of all its artifacts, its own first. */
    public List<String> classPath() {
      return Stream.concat(Stream.of(artifact), jars.stream()).toList();
    }
  }

  /**
   * A program in Python.
   *
   * @param file id of the artifact that is run
   * @param pyFiles ids of artifacts by the names that they are imported by
   * @param jars ids of artifacts with classes, in the order of the class path
   */
  public record Python(
      String file,
      List<String> arguments,
      Map<String, String> pyFiles,
      List<String> jars,
      Map<String, String> files,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Packages packages)
      implements Program {

    /** Without packages. */
    public Python(
        String file,
        List<String> arguments,
        Map<String, String> pyFiles,
        List<String> jars,
        Map<String, String> files) {
      this(file, arguments, pyFiles, jars, files, null);
    }

    @Override
    public Set<String> artifacts() {
      return Stream.of(List.of(file), pyFiles.values(), jars, files.values())
          .flatMap(Collection::stream)
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /** Files read as a view. */
  public record Input(
      String view,
      String format,
      String path,
      Map<String, String> options,
      @Nullable String schema) {}

  /** How the last query's rows are written. */
  public record Output(String format, List<String> partitionBy, Map<String, String> options) {}

  /**
   * A parameter that a run may set.
   *
   * @param defaultText canonical text of the default; null when a run must set it
   */
  public record Parameter(
      ParameterType type, @Nullable String defaultText, @Nullable String description) {}

  /** What the driver takes, and of which nodes. */
  public record Driver(long coresMilli, long heapBytes, NodeSelector nodeSelector) {
    public Driver {
      nodeSelector = Objects.requireNonNullElse(nodeSelector, NodeSelector.ANY);
    }

    /** On any node. */
    public Driver(long coresMilli, long heapBytes) {
      this(coresMilli, heapBytes, NodeSelector.ANY);
    }

    /** The heap as Spark writes sizes. */
    public String memory() {
      return Memory.text(heapBytes);
    }
  }

  /**
   * How many executors, what each takes, and of which nodes.
   *
   * @param instances that a run begins with
   * @param dynamic how many there may be later; null when always so many
   * @param pysparkBytes what the Python workers of each take on top; null when nothing is kept for
   *     them
   */
  public record Executor(
      int instances,
      int cores,
      long heapBytes,
      NodeSelector nodeSelector,
      // absent from what was stored before there was such a field, and so from its digest
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DynamicAllocation dynamic,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long pysparkBytes) {
    /** Tasks run in the driver. */
    public static final Executor NONE = new Executor(0, 0, 0);

    public Executor {
      nodeSelector = Objects.requireNonNullElse(nodeSelector, NodeSelector.ANY);
    }

    /** With nothing for Python. */
    public Executor(
        int instances,
        int cores,
        long heapBytes,
        NodeSelector nodeSelector,
        @Nullable DynamicAllocation dynamic) {
      this(instances, cores, heapBytes, nodeSelector, dynamic, null);
    }

    /** Always so many. */
    public Executor(int instances, int cores, long heapBytes, NodeSelector nodeSelector) {
      this(instances, cores, heapBytes, nodeSelector, null);
    }

    /** Always so many, on any node. */
    public Executor(int instances, int cores, long heapBytes) {
      this(instances, cores, heapBytes, NodeSelector.ANY);
    }

    /** The heap as Spark writes sizes. */
    public String memory() {
      return Memory.text(heapBytes);
    }

    /** What Python's workers take, as Spark writes sizes; null when nothing is kept for them. */
    public @Nullable String pysparkMemory() {
      return pysparkBytes == null ? null : Memory.text(pysparkBytes);
    }

    /** How many a run keeps of a resource profile however idle they are. */
    public int least() {
      return dynamic == null ? 0 : dynamic.minExecutors();
    }

    /** The most executors that a run has at a time. */
    public int most() {
      return dynamic == null ? instances : dynamic.maxExecutors();
    }
  }

  /** Executors by load; durations are whole seconds. */
  public record DynamicAllocation(
      int minExecutors,
      int maxExecutors,
      Duration executorIdleTimeout,
      Duration schedulerBacklogTimeout) {}

  public record Retry(int maxAttempts, Duration backoff) {}

  /**
   * How many runs of the job may go on at once.
   *
   * @param max null when as many as there are
   */
  public record Concurrency(ConcurrencyPolicy policy, @Nullable Integer max) {
    /** As many as there are. */
    public static final Concurrency ALLOWED = new Concurrency(ConcurrencyPolicy.ALLOW, null);
  }
}
