package io.stoker.api.artifact;

import io.stoker.access.Caller;
import io.stoker.api.web.Paging;
import io.stoker.artifact.Artifact;
import io.stoker.artifact.ArtifactKind;
import io.stoker.artifact.Artifacts;
import io.stoker.contract.Page;
import io.stoker.contract.Paths;
import io.stoker.contract.artifact.ArtifactResource;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Artifacts: jars and files that jobs refer to by their digest. */
@RestController
@RequestMapping(Paths.ARTIFACTS)
@Tag(name = "Artifacts", description = "Jars and files of your own programs, known by their bytes.")
class ArtifactController {
  private static final String JAR = "application/java-archive";

  private final Artifacts artifacts;

  ArtifactController(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  @PostMapping(
      consumes = {
        JAR,
        "application/zip",
        "text/x-python",
        MediaType.APPLICATION_OCTET_STREAM_VALUE
      },
      produces = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "uploadArtifact",
      summary = "Upload a jar or a file",
      description =
          "The body is the jar or file itself. Its SHA-256 is the artifact's id: the same bytes again are"
              + " the same artifact, answered with 200 and the name that it has. The jar's list of"
              + " entries and its manifest are read, nothing is unpacked.")
  @ApiResponse(responseCode = "200", description = "These bytes were an artifact already.")
  @ApiResponse(
      responseCode = "413",
      description = "The jar is larger than the server's stoker.artifacts.max-size.",
      content =
          @Content(
              mediaType = "application/problem+json",
              schema = @Schema(ref = "#/components/schemas/Problem")))
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = @Content(mediaType = JAR, schema = @Schema(type = "string", format = "binary")))
  ResponseEntity<ArtifactResource> upload(
      InputStream body,
      @Parameter(
              description = "The jar's name for people, at most 255 characters.",
              example = "examples.jar")
          @RequestParam(required = false)
          @Nullable String name,
      @Parameter(
              description =
                  "JAR: it must be a jar, or a zip or egg of Python modules. PYTHON: it must be text in"
                      + " UTF-8 with a name that ends with .py. FILE: any bytes, for the files of a"
                      + " job.",
              schema =
                  @Schema(
                      allowableValues = {"JAR", "PYTHON", "FILE"},
                      defaultValue = "JAR"))
          @RequestParam(required = false)
          @Nullable String kind,
      @AuthenticationPrincipal Caller.User caller) {
    ArtifactKind known = kind(kind);
    Artifacts.Uploaded uploaded =
        artifacts.upload(body, known, ArtifactName.checked(name, known), caller.name());
    ArtifactResource resource = resource(uploaded.artifact());
    return uploaded.isNew()
        ? ResponseEntity.created(URI.create(Paths.ARTIFACTS + "/" + resource.id())).body(resource)
        : ResponseEntity.ok(resource);
  }

  private static ArtifactKind kind(@Nullable String word) {
    if (word == null) {
      return ArtifactKind.JAR;
    }
    return Stream.of(ArtifactKind.values())
        .filter(kind -> kind.name().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new StokerException(
                    ErrorCode.VALIDATION_FAILED,
                    "kind must be JAR, PYTHON or FILE.",
                    List.of(new Violation("kind", "UNKNOWN_WORD", "must be JAR, PYTHON or FILE"))));
  }

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "listArtifacts",
      summary = "List artifacts, newest first",
      description = "Every jar and file that was uploaded and not deleted.")
  Page<ArtifactResource> list(Paging paging) {
    UUID before = paging.after(UUID::fromString).orElse(null);
    return paging.page(
        artifacts.list(before, paging.limit()), Artifact::entry, ArtifactController::resource);
  }

  @GetMapping(path = "/{artifact}", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "getArtifact",
      summary = "Get an artifact",
      description = "What is known of it, not its bytes.")
  ArtifactResource get(@PathVariable String artifact) {
    return resource(artifacts.get(artifact));
  }

  @GetMapping("/{artifact}/content")
  @Operation(
      operationId = "downloadArtifact",
      summary = "Download an artifact",
      description = "The bytes that were uploaded; a Range header asks for a part of them.")
  @ApiResponse(
      responseCode = "200",
      description = "The jar, or the file as application/octet-stream.",
      content = @Content(mediaType = JAR, schema = @Schema(type = "string", format = "binary")))
  ResponseEntity<Resource> content(
      @PathVariable String artifact,
      @Parameter(
              description = "The part that is wanted; all of it without.",
              example = "bytes=0-99")
          @RequestHeader(name = HttpHeaders.RANGE, required = false)
          @Nullable String range) {
    Artifact found = artifacts.get(artifact);
    Resource content = new ArtifactContent(artifacts, found);
    requirePart(range, content, found.bytes());
    ContentDisposition attachment =
        ContentDisposition.attachment().filename(found.name(), StandardCharsets.UTF_8).build();
    return ResponseEntity.ok()
        .contentType(
            found.kind() == ArtifactKind.JAR
                ? MediaType.parseMediaType(JAR)
                : MediaType.APPLICATION_OCTET_STREAM)
        .eTag("\"" + found.id() + "\"")
        .header(HttpHeaders.CONTENT_DISPOSITION, attachment.toString())
        .body(content);
  }

  /** What is served later would be refused without a word. */
  private static void requirePart(@Nullable String range, Resource content, long bytes) {
    try {
      HttpRange.toResourceRegions(HttpRange.parseRanges(range), content);
    } catch (IllegalArgumentException e) {
      throw new StokerException(
          ErrorCode.RANGE_NOT_SATISFIABLE,
          "The artifact has %d bytes, of which the Range header names no part. Send one as bytes=0-99, or none for all of it."
              .formatted(bytes));
    }
  }

  @DeleteMapping("/{artifact}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteArtifact",
      summary = "Delete an artifact",
      description = "Refused while a revision of a job refers to it, that of a deleted job too.")
  void delete(@PathVariable String artifact) {
    artifacts.delete(artifact);
  }

  private static ArtifactResource resource(Artifact artifact) {
    return new ArtifactResource(
        artifact.id(),
        artifact.name(),
        artifact.kind().name(),
        artifact.bytes(),
        artifact.mainClass(),
        artifact.createdAt(),
        artifact.createdBy());
  }
}
