package io.stoker.api.cluster;

import io.stoker.api.web.Body;
import io.stoker.api.web.Paging;
import io.stoker.cluster.Drains;
import io.stoker.cluster.Node;
import io.stoker.cluster.Nodes;
import io.stoker.contract.Page;
import io.stoker.contract.Paths;
import io.stoker.contract.cluster.DrainRequest;
import io.stoker.contract.cluster.NodeResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Nodes as users see them. */
@RestController
@RequestMapping(path = Paths.NODES, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Nodes", description = "The machines that run drivers and executors.")
class NodeController {
  private final Nodes nodes;
  private final Drains drains;

  NodeController(Nodes nodes, Drains drains) {
    this.nodes = nodes;
    this.drains = drains;
  }

  @GetMapping
  @Operation(
      operationId = "listNodes",
      summary = "List nodes, newest first",
      description = "With what their drivers and executors take. Removed ones are left out.")
  Page<NodeResource> list(Paging paging) {
    UUID before = paging.after(UUID::fromString).orElse(null);
    return paging.page(nodes.list(before, paging.limit()), Node::id, NodeMapping::resource);
  }

  @GetMapping("/{node}")
  @Operation(
      operationId = "getNode",
      summary = "Get a node",
      description = "Its size, what is taken of it, and when it was last heard of.")
  NodeResource get(@PathVariable UUID node) {
    return NodeMapping.resource(nodes.get(node));
  }

  @PostMapping(path = "/{node}:drain", consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "drainNode",
      summary = "Empty a node",
      description =
          "Nothing is placed there from the answer on. Its executors are let go by their drivers,"
              + " all together: they get no more tasks, hand cached and shuffle blocks on to"
              + " others and end; others take their place elsewhere. The node is DRAINING until"
              + " nothing is left on it, not even a directory, and then DRAINED, until :undrain."
              + " Draining it again changes how.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = DrainRequest.class),
              examples = {
                @ExampleObject(name = "wait for runs", value = DrainExamples.WAIT),
                @ExampleObject(name = "move runs", value = DrainExamples.MOVE)
              }))
  NodeResource drain(@PathVariable UUID node, @RequestBody Body<DrainRequest> body) {
    return NodeMapping.resource(drains.drain(node, DrainMapping.order(body)));
  }

  @PostMapping("/{node}:undrain")
  @Operation(
      operationId = "undrainNode",
      summary = "Let a drained node get work again",
      description =
          "Executors that were let go already go. A node that is not being drained stays as it is.")
  NodeResource undrain(@PathVariable UUID node) {
    return NodeMapping.resource(drains.undrain(node));
  }

  @PostMapping("/{node}:remove")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "takeNodeOut",
      summary = "Take a node out for good",
      description = "The same as DELETE: only a DRAINED or an UNREACHABLE node can be removed.")
  void takeOut(@PathVariable UUID node) {
    nodes.remove(node);
  }

  @DeleteMapping("/{node}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "removeNode",
      summary = "Remove a node that is empty or gone",
      description =
          "Only a DRAINED or an UNREACHABLE node can be removed. Its credential is void from then on, and what"
              + " it ran counts as lost.")
  void remove(@PathVariable UUID node) {
    nodes.remove(node);
  }
}
