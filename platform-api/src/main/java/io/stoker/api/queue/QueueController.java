package io.stoker.api.queue;

import io.stoker.api.web.Body;
import io.stoker.api.web.JsonBodies;
import io.stoker.api.web.MergePatch;
import io.stoker.api.web.Paging;
import io.stoker.contract.Page;
import io.stoker.contract.Paths;
import io.stoker.contract.queue.QueueDefinition;
import io.stoker.contract.queue.QueueResource;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.queue.Queue;
import io.stoker.queue.QueueSpec;
import io.stoker.queue.QueueUse;
import io.stoker.queue.QueueUses;
import io.stoker.queue.Queues;
import io.stoker.revision.ExpectedRevision;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Queues, their changes and their use. */
@RestController
@RequestMapping(path = Paths.QUEUES, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Queues", description = "Shares of the cluster, on which the runs of jobs draw.")
class QueueController {
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final Queues queues;
  private final QueueUses uses;
  private final JsonBodies bodies;

  QueueController(Queues queues, QueueUses uses, JsonBodies bodies) {
    this.queues = queues;
    this.uses = uses;
    this.bodies = bodies;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createQueue",
      summary = "Make a queue",
      description =
          "Refused when the guaranteed shares of all queues would be more than 100 % together; the"
              + " answer has the figures. A repeat with the same Idempotency-Key answers with the"
              + " queue that the first one made.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = QueueDefinition.class),
              examples = @ExampleObject(name = "etl", value = QueueExamples.ETL)))
  ResponseEntity<QueueResource> create(
      @RequestBody Body<QueueDefinition> body, @Nullable IdempotencyKey key) {
    Queue queue = queues.create(checked(body), key);
    return ResponseEntity.created(URI.create(Paths.QUEUES + "/" + queue.name()))
        .eTag(tag(queue))
        .body(resource(queue));
  }

  @GetMapping
  @Operation(
      operationId = "listQueues",
      summary = "List queues, newest first",
      description = "Each with its bounds and with what it has now.")
  Page<QueueResource> list(Paging paging) {
    List<Queue> found = queues.list(paging.after(UUID::fromString).orElse(null), paging.limit());
    Map<String, QueueUse> use = uses.of(found);
    QueueUses.Cluster cluster = uses.cluster();
    return paging.page(
        found,
        Queue::entry,
        queue ->
            QueueMapping.resource(queue, use.getOrDefault(queue.name(), QueueUse.NONE), cluster));
  }

  @GetMapping("/{queue}")
  @Operation(
      operationId = "getQueue",
      summary = "Get a queue",
      description = "Its bounds, with every default filled in, and what it has now.")
  ResponseEntity<QueueResource> get(@PathVariable String queue) {
    return answer(queues.get(queue));
  }

  @PutMapping(path = "/{queue}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "replaceQueue",
      summary = "Replace a queue's bounds",
      description =
          "Takes effect with the next allocation pass. What runs goes on, also above a lowered"
              + " maximum.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = QueueDefinition.class),
              examples = @ExampleObject(name = "etl", value = QueueExamples.ETL)))
  ResponseEntity<QueueResource> replace(
      @PathVariable String queue,
      @RequestBody Body<QueueDefinition> body,
      ExpectedRevision expected) {
    queues.expected(queue, expected);
    return answer(queues.replace(queue, expected, checked(named(queue, body))));
  }

  @PatchMapping(
      path = "/{queue}",
      consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
  @Operation(
      operationId = "patchQueue",
      summary = "Change some of a queue's bounds",
      description =
          "JSON Merge Patch (RFC 7396): fields that are named change, null puts back the default.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MERGE_PATCH,
              schema = @Schema(type = "object"),
              examples = @ExampleObject(name = "another share", value = QueueExamples.PATCH)))
  ResponseEntity<QueueResource> patch(
      @PathVariable String queue, @RequestBody byte[] body, ExpectedRevision expected) {
    Queue seen = queues.expected(queue, expected);
    var definition = bodies.tree(QueueMapping.definition(seen.spec()));
    MergePatch.apply(definition, bodies.object(body));
    QueueSpec spec = checked(named(queue, bodies.strict(definition, QueueDefinition.class)));
    // whatever If-Match admits: the patch was made against this revision
    return answer(queues.replace(queue, ExpectedRevision.of(seen.revision()), spec));
  }

  @DeleteMapping("/{queue}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteQueue",
      summary = "Delete a queue",
      description =
          "Refused with 409 while a job names it or a run of it is not over; the answer names them."
              + " The queue default cannot be deleted.")
  void delete(@PathVariable String queue, ExpectedRevision expected) {
    queues.delete(queue, expected);
  }

  /** Every wrong field at once: what could not be read, and what the domain refuses. */
  private static QueueSpec checked(Body<QueueDefinition> body) {
    QueueDefinition definition = body.read();
    return QueueMapping.draft(definition).checked(body.violations());
  }

  private static Body<QueueDefinition> named(String queue, Body<QueueDefinition> body) {
    return body.keeping(queue, QueueDefinition::name, "jobs and runs know the queue by it");
  }

  private ResponseEntity<QueueResource> answer(Queue queue) {
    return ResponseEntity.ok().eTag(tag(queue)).body(resource(queue));
  }

  private QueueResource resource(Queue queue) {
    QueueUse use = uses.of(List.of(queue)).getOrDefault(queue.name(), QueueUse.NONE);
    return QueueMapping.resource(queue, use, uses.cluster());
  }

  private static String tag(Queue queue) {
    return "\"" + queue.revision() + "\"";
  }
}
