package io.stoker.api.memory;

import io.stoker.allocation.MemoryPlans;
import io.stoker.api.job.SizingMapping;
import io.stoker.api.web.Body;
import io.stoker.contract.Paths;
import io.stoker.contract.memory.MemoryPlanRequest;
import io.stoker.contract.memory.MemoryPlanResource;
import io.stoker.error.Violations;
import io.stoker.job.Sizing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What a run would take, before there is one. */
@RestController
@Tag(name = "Memory", description = "What runs of a given size take, and where they fit.")
class MemoryPlanController {
  private final MemoryPlans plans;

  MemoryPlanController(MemoryPlans plans) {
    this.plans = plans;
  }

  @PostMapping(
      path = Paths.MEMORY_PLAN,
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "planMemory",
      summary = "See what a run of a given size takes, and where it fits",
      description =
          "Takes the driver, executor, dynamicAllocation and sparkConf of a job definition, and the"
              + " type of its program, and changes nothing. Sizes are checked as a job's are. A size that no node can hold is an answer, not an"
              + " error: fit.doesNotFit has the arithmetic.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = MemoryPlanRequest.class),
              examples = {
                @ExampleObject(name = "defaults", value = MemoryPlanExamples.DEFAULTS),
                @ExampleObject(name = "sizes", value = MemoryPlanExamples.SIZES),
                @ExampleObject(name = "byLoad", value = MemoryPlanExamples.BY_LOAD)
              }))
  MemoryPlanResource plan(@RequestBody Body<MemoryPlanRequest> body) {
    return MemoryMapping.resource(plans.plan(sizing(body)));
  }

  private static Sizing sizing(Body<MemoryPlanRequest> body) {
    MemoryPlanRequest request = body.value();
    if (request == null) {
      new Violations(body.violations()).throwIfAny();
      throw new IllegalStateException("Nothing was read, and nothing was wrong");
    }
    var driver = request.driver();
    var executor = request.executor();
    var dynamic = request.dynamicAllocation();
    return Sizing.checked(
        driver == null ? null : SizingMapping.draft(driver),
        executor == null ? null : SizingMapping.draft(executor),
        dynamic == null ? null : SizingMapping.draft(dynamic),
        request.sparkConf(),
        request.applicationType(),
        body.violations());
  }
}
