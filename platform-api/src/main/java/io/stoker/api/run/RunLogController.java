package io.stoker.api.run;

import io.stoker.contract.Page;
import io.stoker.contract.run.LogResource;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.run.RunLogs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What drivers and executors have written to their standard streams. */
@RestController
@RequestMapping(RunAddress.RUN + "/logs")
@Tag(name = "Runs")
class RunLogController {
  private static final int MAX_BYTES = 1 << 20;
  private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

  private final RunLogs logs;

  RunLogController(RunLogs logs) {
    this.logs = logs;
  }

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "listLogs",
      summary = "List a run's logs",
      description = "The streams of its driver and executors, attempt by attempt.")
  Page<LogResource> list(@PathVariable String run) {
    return new Page<>(
        logs.list(RunAddress.id(run)).stream()
            .map(
                stream ->
                    new LogResource(
                        stream.key().attempt(),
                        stream.key().process(),
                        stream.key().stream(),
                        stream.bytes()))
            .toList(),
        null);
  }

  @GetMapping("/{process}/{stream}")
  @Operation(
      operationId = "readLog",
      summary = "Read a log from an offset",
      description =
          "Also after its process is gone. To follow it, ask again from Stoker-Next-Offset until"
              + " Stoker-Complete is true; while somebody does, what the process writes is there"
              + " after a few seconds, else after 30 at most.")
  @ApiResponse(
      responseCode = "200",
      description = "Bytes of the log, none where nothing is written yet.",
      headers = {
        @Header(
            name = RunLogController.NEXT_OFFSET,
            description = "Where to read on.",
            schema = @Schema(type = "integer", format = "int64")),
        @Header(
            name = RunLogController.COMPLETE,
            description =
                "Whether nothing comes after these bytes: the log is whole or at its limit, or its"
                    + " process was lost and nothing more of it is expected.",
            schema = @Schema(type = "boolean"))
      },
      content = @Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string")))
  ResponseEntity<byte[]> read(
      @PathVariable String run,
      @Parameter(description = "driver, or executor-N.", example = "driver") @PathVariable
          String process,
      @Parameter(description = "stdout or stderr.", example = "stderr") @PathVariable String stream,
      @Parameter(description = "Number of the attempt; the latest when absent.", example = "1")
          @RequestParam(required = false)
          @Nullable Integer attempt,
      @Parameter(description = "First byte to read.", example = "0")
          @RequestParam(defaultValue = "0")
          long offset,
      @Parameter(description = "Bytes to read at most, 1 to 1048576.", example = "65536")
          @RequestParam(defaultValue = "" + MAX_BYTES)
          int limit) {
    check("offset", offset >= 0, "must not be negative");
    check("limit", limit >= 1 && limit <= MAX_BYTES, "must be from 1 to " + MAX_BYTES);
    RunLogs.Piece piece =
        logs.read(RunAddress.id(run), new RunLogs.Place(attempt, process, stream), offset, limit);
    return ResponseEntity.ok()
        .contentType(TEXT)
        .header(NEXT_OFFSET, String.valueOf(piece.nextOffset()))
        .header(COMPLETE, String.valueOf(piece.complete()))
        .body(piece.bytes().array());
  }

  private static final String NEXT_OFFSET = "Stoker-Next-Offset";
  private static final String COMPLETE = "Stoker-Complete";

  private static void check(String parameter, boolean right, String message) {
    if (!right) {
      throw new StokerException(
          ErrorCode.VALIDATION_FAILED,
          parameter + " " + message + ".",
          List.of(new Violation(parameter, "OUT_OF_RANGE", message)));
    }
  }
}
