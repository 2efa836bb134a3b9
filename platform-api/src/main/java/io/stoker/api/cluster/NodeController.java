package io.stoker.api.cluster;

import io.stoker.api.web.Paging;
import io.stoker.cluster.Node;
import io.stoker.cluster.Nodes;
import io.stoker.contract.Page;
import io.stoker.contract.Paths;
import io.stoker.contract.cluster.NodeResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Nodes as users see them. */
@RestController
@RequestMapping(path = Paths.NODES, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Nodes", description = "The machines that run drivers and executors.")
class NodeController {
  private final Nodes nodes;

  NodeController(Nodes nodes) {
    this.nodes = nodes;
  }

  @GetMapping
  @Operation(
      operationId = "listNodes",
      summary = "List nodes, newest first",
      description = "With what their drivers and executors take. Removed ones are left out.")
  Page<NodeResource> list(
      @Parameter(description = "Nodes on a page, 1 to 500.", example = "50")
          @RequestParam(required = false)
          @Nullable Integer pageSize,
      @Parameter(description = "The nextPageToken of the page before.")
          @RequestParam(required = false)
          @Nullable String pageToken) {
    Paging paging = Paging.of(pageSize, pageToken);
    UUID before = paging.after(UUID::fromString).orElse(null);
    return paging.page(nodes.list(before, paging.limit()), Node::id, NodeController::resource);
  }

  @GetMapping("/{node}")
  @Operation(
      operationId = "getNode",
      summary = "Get a node",
      description = "Its size, what is taken of it, and when it was last heard of.")
  NodeResource get(@PathVariable UUID node) {
    return resource(nodes.get(node));
  }

  @DeleteMapping("/{node}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "removeNode",
      summary = "Remove a node that is gone",
      description =
          "Only an UNREACHABLE node can be removed. Its credential is void from then on, and what"
              + " it ran counts as lost.")
  void remove(@PathVariable UUID node) {
    nodes.remove(node);
  }

  private static NodeResource resource(Node node) {
    return new NodeResource(
        node.id(),
        node.facts().name(),
        node.facts().host(),
        node.state().name(),
        cores(node.facts().coresMilli()),
        cores(node.used().coresMilli()),
        node.facts().memoryBytes(),
        node.used().memoryBytes(),
        node.used().drivers(),
        node.used().executors(),
        node.facts().labels(),
        node.facts().bootId(),
        node.epoch(),
        node.facts().javaMajor(),
        node.facts().sparkVersion(),
        node.storageShared(),
        node.joinedAt(),
        node.lastReportAt());
  }

  private static BigDecimal cores(long milli) {
    BigDecimal cores = BigDecimal.valueOf(milli, 3).stripTrailingZeros();
    return cores.scale() < 0 ? cores.setScale(0) : cores;
  }
}
