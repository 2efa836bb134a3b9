package io.stoker.api.node;

import io.stoker.api.artifact.ArtifactContent;
import io.stoker.artifact.Artifacts;
import io.stoker.contract.Paths;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.run.RunArtifacts;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.UUID;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Hands a node the jars of the drivers that it is to run, and no others. */
@RestController
@Hidden
class NodeArtifacts {
  private final RunArtifacts runs;
  private final Artifacts artifacts;

  NodeArtifacts(RunArtifacts runs, Artifacts artifacts) {
    this.runs = runs;
    this.artifacts = artifacts;
  }

  @GetMapping(
      path = Paths.INTERNAL_NODES + "/{node}/artifacts/{artifact}",
      produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<Resource> content(@PathVariable UUID node, @PathVariable String artifact) {
    if (!runs.isNeeded(node, artifact)) {
      throw new StokerException(
          ErrorCode.NOT_FOUND,
          "No driver that this node is to run needs an artifact %s.".formatted(artifact));
    }
    return ResponseEntity.ok(new ArtifactContent(artifacts, artifacts.get(artifact)));
  }
}
