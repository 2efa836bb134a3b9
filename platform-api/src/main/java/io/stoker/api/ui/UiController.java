package io.stoker.api.ui;

import io.stoker.api.run.RunAddress;
import io.stoker.error.StokerException;
import io.stoker.run.RunUi;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Spark's own pages of a run, below the run's address. */
@RestController
@Tag(name = "Runs")
class UiController {
  private final RunUi uis;
  private final NodePages pages;

  UiController(RunUi uis, NodePages pages) {
    this.uis = uis;
    this.pages = pages;
  }

  @GetMapping(RunAddress.RUN + "/ui")
  @Operation(
      operationId = "openUi",
      summary = "Open a run's Spark UI",
      description =
          "Leads to its pages, which are all below .../ui/, those of Spark's own REST API at"
              + " .../ui/api/v1/applications among them. Served by the run's driver while that lives,"
              + " then from its event log by Spark's history server, which is started for it: the"
              + " pages of attempt {run}-{fence} are below .../ui/history/{run}-{fence}/. Only GET and"
              + " HEAD. For a browser see createUiSession.")
  @ApiResponse(
      responseCode = "302",
      description = "To the first page.",
      headers = @Header(name = "Location", schema = @Schema(type = "string")),
      content = @Content)
  @ApiResponse(
      responseCode = "409",
      description =
          "UI_NOT_AVAILABLE: the run has no driver now and no event log, or its driver shows none.",
      content = @Content)
  @ApiResponse(
      responseCode = "502",
      description = "NODE_UNREACHABLE: the driver's node does not answer. Of the pages.",
      content = @Content)
  @ApiResponse(
      responseCode = "504",
      description = "NODE_TOO_SLOW: the driver does not answer in time. Of the pages.",
      content = @Content)
  ResponseEntity<Void> open(@PathVariable String run) {
    UUID id = RunAddress.id(run);
    uis.check(id);
    return ResponseEntity.status(HttpStatus.FOUND)
        .location(URI.create(RunAddress.ui(id) + "/"))
        .build();
  }

  /** Whatever a page asks for; a person in a browser is answered with a page too. */
  @Hidden
  @GetMapping(RunAddress.RUN + "/ui/**")
  void page(@PathVariable String run, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      UUID id = RunAddress.id(run);
      show(id, NodePages.path(RunAddress.ui(id), request), request, response);
    } catch (StokerException e) {
      if (response.isCommitted() || !ErrorPage.isFor(request)) {
        throw e;
      }
      response.reset();
      ErrorPage.write(e, response);
    }
  }

  private void show(UUID run, String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RunUi.Page page = uis.page(run, path);
    if (page instanceof RunUi.Moved moved) {
      String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
      response.setStatus(HttpStatus.FOUND.value());
      response.setHeader(HttpHeaders.LOCATION, RunAddress.ui(run) + moved.path() + query);
    } else if (page instanceof RunUi.Place place) {
      pages.pass(place, run, RunAddress.ui(run), request, response);
    }
  }
}
