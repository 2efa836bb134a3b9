package io.stoker.api.ui;

import io.stoker.access.Caller;
import io.stoker.access.UiSessions;
import io.stoker.api.run.RunAddress;
import io.stoker.contract.run.UiSessionResource;
import io.stoker.run.Runs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Links for browsers, which send no Authorization header by themselves. */
@RestController
@Tag(name = "Runs")
class UiSessionController {
  private final Runs runs;
  private final UiSessions sessions;
  private final UiProperties properties;

  UiSessionController(Runs runs, UiSessions sessions, UiProperties properties) {
    this.runs = runs;
    this.sessions = sessions;
    this.properties = properties;
  }

  @PostMapping(path = RunAddress.RUN + "/ui-sessions", produces = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createUiSession",
      summary = "Make a link that opens a run's Spark UI in a browser",
      description =
          "The link works once and for a minute. It gives the browser a cookie for the Spark UI of"
              + " this run and for nothing else; the cookie ends after some hours, and with the API"
              + " key that asked for it.")
  ResponseEntity<UiSessionResource> create(
      @PathVariable String run, @AuthenticationPrincipal Caller.User caller) {
    UUID id = runs.get(RunAddress.id(run)).run().id();
    UiSessions.Ticket ticket = sessions.invite(id, caller.keyId(), properties.session());
    URI url =
        ServletUriComponentsBuilder.fromCurrentContextPath()
            .path(RunAddress.ui(id))
            .queryParam("ticket", ticket.token().text())
            .build()
            .toUri();
    return ResponseEntity.created(url)
        .body(new UiSessionResource(url.toString(), ticket.until(), ticket.sessionEnds()));
  }
}
