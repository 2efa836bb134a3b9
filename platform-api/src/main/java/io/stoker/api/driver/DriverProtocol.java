package io.stoker.api.driver;

import io.stoker.api.web.LongPolls;
import io.stoker.cluster.Nodes;
import io.stoker.contract.Paths;
import io.stoker.contract.driver.AttemptExecutors;
import io.stoker.contract.driver.CommitRequest;
import io.stoker.contract.driver.DriverFailure;
import io.stoker.contract.driver.DriverMemory;
import io.stoker.contract.driver.DriverProgress;
import io.stoker.contract.driver.DriverStarted;
import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.contract.driver.KillExecutors;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.run.Attempts;
import io.stoker.run.MemoryReports;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** What a driver tells and asks. That it speaks for the attempt in the path is checked before. */
@RestController
@Hidden
@RequestMapping(Paths.INTERNAL_ATTEMPTS + "/{fence}")
class DriverProtocol {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final Attempts attempts;
  private final MemoryReports memory;
  private final Nodes nodes;
  private final LongPolls polls;

  DriverProtocol(Attempts attempts, MemoryReports memory, Nodes nodes, LongPolls polls) {
    this.attempts = attempts;
    this.memory = memory;
    this.nodes = nodes;
    this.polls = polls;
  }

  @PostMapping("/started")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void started(@PathVariable long fence, @RequestBody DriverStarted started) {
    require(
        attempts.started(fence, started.driverUrl(), started.uiUrl(), started.otherSpark()), fence);
  }

  @PutMapping("/demand")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void demand(@PathVariable long fence, @RequestBody ExecutorDemand demand) {
    require(attempts.demand(fence, DriverMapping.demand(DemandCheck.checked(demand))), fence);
  }

  @PostMapping("/executors:kill")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void kill(@PathVariable long fence, @RequestBody KillExecutors kill) {
    require(attempts.killExecutors(fence, kill.executorIds(), kill.reason()), fence);
  }

  @GetMapping("/executors")
  DeferredResult<AttemptExecutors> executors(
      @PathVariable long fence,
      @RequestParam(defaultValue = "-1") long after,
      @RequestParam(defaultValue = "PT0S") Duration wait) {
    Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    return polls.poll(
        bounded,
        atMost -> DriverMapping.executors(attempts.executors(fence, after, atMost), nodes.racks()),
        executors -> executors.version() != after || executors.stop() != null);
  }

  @PutMapping("/progress")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void progress(@PathVariable long fence, @RequestBody DriverProgress progress) {
    require(
        attempts.progress(
            fence,
            progress.number(),
            DriverMapping.progress(progress.progress()),
            DriverMapping.taskCounts(progress),
            DriverMapping.foreignExecutors(progress.executors())),
        fence);
  }

  @PutMapping("/memory")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void memory(@PathVariable long fence, @RequestBody DriverMemory report) {
    require(
        memory.take(
            fence,
            report.number(),
            ReportedMemory.processes(report),
            ReportedMemory.cached(report)),
        fence);
  }

  @PostMapping("/committing")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void committing(@PathVariable long fence) {
    require(attempts.committing(fence), fence);
  }

  @PostMapping("/commit")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void commit(@PathVariable long fence, @RequestBody CommitRequest request) {
    require(attempts.commit(fence, DriverMapping.manifest(request.manifest())), fence);
  }

  @PostMapping("/failure")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void failure(@PathVariable long fence, @RequestBody DriverFailure failure) {
    require(
        attempts.failure(
            fence, DriverMapping.reason(failure), failure.detail(), failure.retryable()),
        fence);
  }

  private static void require(boolean unfenced, long fence) {
    if (!unfenced) {
      throw new StokerException(
          ErrorCode.FENCED,
          "Attempt "
              + fence
              + " is over: it was cancelled, lost or has failed. Its driver must"
              + " stop.");
    }
  }
}
