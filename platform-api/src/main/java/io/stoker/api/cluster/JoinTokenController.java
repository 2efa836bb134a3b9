package io.stoker.api.cluster;

import io.stoker.cluster.JoinTokens;
import io.stoker.contract.Paths;
import io.stoker.contract.cluster.JoinTokenRequest;
import io.stoker.contract.cluster.JoinTokenResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens that let machines join. */
@RestController
@RequestMapping(path = Paths.JOIN_TOKENS, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Nodes", description = "The machines that run drivers and executors.")
class JoinTokenController {
  private final JoinTokens tokens;

  JoinTokenController(JoinTokens tokens) {
    this.tokens = tokens;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createJoinToken",
      summary = "Make a token that lets one machine join",
      description =
          "Put it into a file on the new machine and start a node there: stoker node --platform"
              + " URL --token-file FILE. It is worthless once used or expired.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = JoinTokenRequest.class),
              examples = {
                @ExampleObject(name = "ten minutes", value = "{\"validFor\": \"PT10M\"}"),
                @ExampleObject(name = "an hour", value = "{}")
              }))
  JoinTokenResource create(@RequestBody JoinTokenRequest request) {
    Duration asked = request.validFor();
    JoinTokens.Issued issued =
        tokens.singleUse(asked == null ? JoinTokens.DEFAULT_VALIDITY : asked);
    return new JoinTokenResource(issued.token().text(), issued.expiresAt());
  }
}
