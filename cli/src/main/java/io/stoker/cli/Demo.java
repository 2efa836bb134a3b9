package io.stoker.cli;

import io.stoker.cli.platform.PlatformClient;
import io.stoker.cli.platform.PlatformClient.Tagged;
import io.stoker.cli.terminal.CommandException;
import io.stoker.cli.terminal.Terminal;
import io.stoker.contract.Page;
import io.stoker.contract.Paths;
import io.stoker.contract.job.JobDefinition;
import io.stoker.contract.job.JobResource;
import io.stoker.contract.run.LogResource;
import io.stoker.contract.run.Manifest;
import io.stoker.contract.run.Reason;
import io.stoker.contract.run.ResultResource;
import io.stoker.contract.run.RunRequest;
import io.stoker.contract.run.RunResource;
import io.stoker.contract.run.RunTimings;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Defines the flights job, runs it and shows its result, all over REST. */
final class Demo {
  private static final Duration POLL = Duration.ofMillis(400);
  private static final Set<String> ENDED =
      Set.of("SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT", "SKIPPED");
  private static final int ROWS = 10;
  private static final int LOG_BYTES = 4000;
  private static final TypeReference<JobResource> JOB = new TypeReference<>() {};
  private static final TypeReference<RunResource> RUN = new TypeReference<>() {};
  private static final TypeReference<ResultResource> RESULT = new TypeReference<>() {};
  private static final TypeReference<Page<LogResource>> LOGS = new TypeReference<>() {};

  private final CommandLine line;
  private final Terminal terminal;
  private final PlatformClient client;
  private final String keyFile;

  Demo(CommandLine line, PlatformClient client, String keyFile) {
    this.line = line;
    this.terminal = line.terminal();
    this.client = client;
    this.keyFile = keyFile;
  }

  /**
   * @throws CommandException when the run does not succeed, with its reason and the driver's log
   */
  void run() throws InterruptedException {
    FlightsJob flights = FlightsJob.over(line.installation().root(), System.getenv("STOKER_DATA"));
    JobResource job = define(flights.definition());
    terminal.line(
        "Job %s, revision %d, over %s".formatted(job.name(), job.revision(), flights.flights()));
    RunResource run = follow(start(job));
    if (!run.state().equals("SUCCEEDED")) {
      throw failed(run);
    }
    terminal.line("Run %s succeeded: %s".formatted(run.id(), phases(run.timings())));
    showResult(run);
    terminal.line(
        """
        OpenAPI console  %s/   (authorise with the key in %s)
        The job          %s%s/%s
        The run          %s%s/%s"""
            .formatted(
                client.url(),
                keyFile,
                client.url(),
                Paths.JOBS,
                job.name(),
                client.url(),
                Paths.RUNS,
                run.id()));
  }

  private JobResource define(JobDefinition definition) throws InterruptedException {
    String path = Paths.JOBS + "/" + definition.name();
    Optional<Tagged<JobResource>> known = client.find(path, JOB);
    if (known.isEmpty()) {
      return client.post(Paths.JOBS, definition, JOB);
    }
    return client.put(path, known.get().tag(), definition, JOB);
  }

  private RunResource start(JobResource job) throws InterruptedException {
    String path = "%s/%s/runs".formatted(Paths.JOBS, job.name());
    return client.post(path, new RunRequest(Map.of("minDelay", 15)), RUN);
  }

  private RunResource follow(RunResource started) throws InterruptedException {
    long begin = System.nanoTime();
    RunResource run = started;
    while (!ENDED.contains(run.state())) {
      terminal.passing(ProgressLine.of(run), seconds(Duration.ofNanos(System.nanoTime() - begin)));
      Thread.sleep(POLL.toMillis());
      run = client.get(Paths.RUNS + "/" + run.id(), RUN);
    }
    terminal.line(
        "%s  %s"
            .formatted(ProgressLine.of(run), seconds(Duration.ofNanos(System.nanoTime() - begin))));
    return run;
  }

  private void showResult(RunResource run) throws InterruptedException {
    ResultResource result = client.get("%s/%s/result".formatted(Paths.RUNS, run.id()), RESULT);
    Manifest manifest = result.manifest();
    terminal.line(
        """
        Result    %s
        Manifest  %s%s/%s/result: %d files, %s rows, %d bytes of %s
                  %s"""
            .formatted(
                manifest.location(),
                client.url(),
                Paths.RUNS,
                run.id(),
                manifest.files().size(),
                manifest.totalRows() == null ? "?" : manifest.totalRows().toString(),
                manifest.totalBytes(),
                manifest.format(),
                manifest.schema().stream()
                    .map(column -> column.name() + " " + column.type())
                    .collect(Collectors.joining(", "))));
    terminal.line("First rows, read from the files that the manifest names:");
    terminal.line(new ResultRows(line.installation()).first(manifest, ROWS));
  }

  private CommandException failed(RunResource run) throws InterruptedException {
    Reason reason = run.reason();
    String why = reason == null ? "no reason given" : reason.code() + ": " + reason.message();
    return new CommandException(
        "Run %s ended %s. %s%nThe driver's log ends:%n%s"
            .formatted(run.id(), run.state(), why, driverLog(run)));
  }

  private String driverLog(RunResource run) throws InterruptedException {
    String path = "%s/%s/logs".formatted(Paths.RUNS, run.id());
    try {
      Optional<LogResource> log =
          client.get(path, LOGS).items().stream()
              .filter(l -> l.process().equals("driver") && l.stream().equals("stderr"))
              .max(Comparator.comparingInt(LogResource::attempt));
      if (log.isEmpty()) {
        return "(the driver wrote nothing)";
      }
      long offset = Math.max(0, log.get().bytes() - LOG_BYTES);
      return client.text(
          "%s/driver/stderr?attempt=%d&offset=%d".formatted(path, log.get().attempt(), offset));
    } catch (CommandException e) {
      return "(not to be had: %s)".formatted(e.getMessage());
    }
  }

  private static String phases(RunTimings timings) {
    return "%s in all (queued %s, driver %s, Spark %s, executors %s, work %s, commit %s)"
        .formatted(
            seconds(timings.total()),
            seconds(timings.queued()),
            seconds(timings.driverLaunch()),
            seconds(timings.sparkStart()),
            seconds(timings.executorStart()),
            seconds(timings.execution()),
            seconds(timings.commit()));
  }

  private static String seconds(@Nullable Duration duration) {
    return duration == null
        ? "?"
        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
