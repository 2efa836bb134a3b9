package io.stoker.api.node;

import io.stoker.cluster.AssignmentState;
import io.stoker.cluster.NodeFacts;
import io.stoker.cluster.NodePython;
import io.stoker.cluster.NodeShuffleServer;
import io.stoker.cluster.ProcessExit;
import io.stoker.cluster.Report;
import io.stoker.cluster.ReportedProcess;
import io.stoker.contract.node.NodeDescription;
import io.stoker.contract.node.NodeReport;
import io.stoker.contract.node.ProcessReport;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From what a node says to the domain's words; what is absent reads as empty. */
final class ReportMapping {
  private static final int LONGEST = 2_000;

  private ReportMapping() {}

  static NodeFacts facts(NodeDescription description) {
    return new NodeFacts(
        text(description.name()),
        text(description.host()),
        text(description.bootId()),
        description.homeId(),
        description.coresMilli(),
        description.memoryBytes(),
        Objects.requireNonNullElse(description.labels(), Map.of()),
        description.javaMajor(),
        text(description.sparkVersion()),
        text(description.runtimeDigest()),
        Objects.requireNonNullElse(description.memoryEnforcement(), "NONE"),
        Objects.requireNonNullElse(python(description.python()), NodePython.UNSAID));
  }

  private static @Nullable NodePython python(
      io.stoker.contract.cluster.@Nullable NodePython python) {
    if (python == null) {
      return null;
    }
    NodePython.State state =
        switch (text(python.state())) {
          case "READY" -> NodePython.State.READY;
          case "PROBING" -> NodePython.State.PROBING;
          default -> NodePython.State.NONE;
        };
    try {
      return new NodePython(
          state,
          storable(python.executable()),
          storable(python.version()),
          storable(python.pyspark()),
          storable(python.py4j()),
          storable(python.problem()));
    } catch (IllegalArgumentException e) {
      throw new StokerException(ErrorCode.MALFORMED_REQUEST, e.getMessage() + ".");
    }
  }

  private static @Nullable NodeShuffleServer shuffleServer(
      io.stoker.contract.cluster.@Nullable NodeShuffleServer server) {
    // a word of a newer node must not cost its sign of life
    return Arrays.stream(NodeShuffleServer.State.values())
        .filter(state -> server != null && state.name().equals(server.state()))
        .map(state -> shuffleServer(state, Objects.requireNonNull(server)))
        .findFirst()
        .orElse(null);
  }

  private static NodeShuffleServer shuffleServer(
      NodeShuffleServer.State state, io.stoker.contract.cluster.NodeShuffleServer said) {
    return new NodeShuffleServer(
        state,
        Objects.requireNonNullElse(said.since(), Instant.EPOCH),
        said.memoryBytes(),
        said.rssBytes(),
        said.restarts(),
        said.lastFailureAt(),
        storable(said.lastFailure()));
  }

  /** An interpreter, and a dying process, may print anything. */
  private static @Nullable String storable(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String clean = text.replaceAll("[\\x00\\p{Cs}]", "\uFFFD");
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + " …";
  }

  static Report report(NodeReport report) {
    return new Report(
        report.epoch(),
        report.number(),
        report.storageShared(),
        Objects.requireNonNullElse(report.processes(), List.<ProcessReport>of()).stream()
            .map(ReportMapping::process)
            .toList(),
        python(report.python()),
        shuffleServer(report.shuffleServer()));
  }

  private static ReportedProcess process(ProcessReport process) {
    AssignmentState state =
        switch (text(process.state())) {
          case "STARTING" -> AssignmentState.STARTING;
          case "RUNNING" -> AssignmentState.RUNNING;
          case "STOPPING" -> AssignmentState.STOPPING;
          case "EXITED" -> AssignmentState.EXITED;
          default ->
              throw new StokerException(
                  ErrorCode.MALFORMED_REQUEST,
                  "A process is STARTING, RUNNING, STOPPING or EXITED, not %s."
                      .formatted(process.state()));
        };
    ProcessExit exit = state == AssignmentState.EXITED ? exit(process) : null;
    return new ReportedProcess(process.assignmentId(), state, process.pid(), exit, memory(process));
  }

  private static ReportedProcess.@Nullable Memory memory(ProcessReport process) {
    Long rss = process.rssBytes();
    Long peak = process.peakRssBytes();
    return rss == null || peak == null ? null : new ReportedProcess.Memory(rss, peak);
  }

  private static ProcessExit exit(ProcessReport process) {
    String cause =
        switch (text(process.cause())) {
          case ProcessExit.EXITED -> ProcessExit.EXITED;
          case ProcessExit.OUT_OF_MEMORY -> ProcessExit.OUT_OF_MEMORY;
          case ProcessExit.MEMORY_LIMIT -> ProcessExit.MEMORY_LIMIT;
          case ProcessExit.MACHINE_MEMORY -> ProcessExit.MACHINE_MEMORY;
          case ProcessExit.STOPPED -> ProcessExit.STOPPED;
          case ProcessExit.START_FAILED -> ProcessExit.START_FAILED;
          case ProcessExit.SPARK_HOME_INVALID -> ProcessExit.SPARK_HOME_INVALID;
          case ProcessExit.MASTER_SECRET_UNUSABLE -> ProcessExit.MASTER_SECRET_UNUSABLE;
          default -> ProcessExit.UNKNOWN;
        };
    return new ProcessExit(process.exitCode(), cause, process.message());
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
