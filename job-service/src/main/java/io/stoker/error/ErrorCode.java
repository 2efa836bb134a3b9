package io.stoker.error;

/** Every code that the API can answer with; stable, since clients match on it. */
public enum ErrorCode {
  MALFORMED_REQUEST(400, "Malformed request"),
  UNAUTHENTICATED(401, "Not authenticated"),
  FORBIDDEN(403, "Not allowed"),
  NOT_FOUND(404, "Not found"),
  ARTIFACT_GONE(404, "The bytes of an artifact are gone"),
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  NOT_ACCEPTABLE(406, "Not acceptable"),
  ALREADY_EXISTS(409, "Already exists"),
  CONFLICT(409, "Conflict with the current state"),
  CONCURRENCY_LIMIT(409, "As many runs of the job as it allows"),
  UI_NOT_AVAILABLE(409, "There is no Spark UI now"),
  NODE_IDENTITY_IN_USE(409, "Another speaks as this node"),
  NODE_HOST_IN_USE(409, "Another node is at this address"),
  FENCED(409, "Superseded by a later attempt or epoch"),
  STALE_ETAG(412, "Changed meanwhile"),
  PAYLOAD_TOO_LARGE(413, "Payload too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
  RANGE_NOT_SATISFIABLE(416, "No such part"),
  VALIDATION_FAILED(422, "Validation failed"),
  NOT_A_JAR(422, "Not a jar"),
  NOT_PYTHON(422, "Not a Python file"),
  NOT_SUPPORTED_YET(422, "Not supported yet"),
  DOES_NOT_FIT(422, "Can never fit"),
  NO_NODE_WITH_LABEL(422, "No node has such labels"),
  NO_PYTHON(422, "No node can run Python"),
  IDEMPOTENCY_KEY_REUSED(422, "Idempotency key was used for another request"),
  PRECONDITION_REQUIRED(428, "Precondition required"),
  QUEUE_FULL(429, "Queue is full"),
  HEADERS_TOO_LARGE(431, "Request headers too large"),
  INTERNAL_ERROR(500, "Internal error"),
  NODE_UNREACHABLE(502, "A node does not answer"),
  HISTORY_SERVER_FAILS(503, "The history server does not stay up"),
  HISTORY_SERVER_WAITS(503, "The history server has no place"),
  UI_BUSY(503, "As many pages of the Spark UI are read as may be"),
  UI_NOT_READY(503, "The Spark UI is not up yet"),
  UNAVAILABLE(503, "Temporarily unavailable"),
  NODE_TOO_SLOW(504, "A node does not answer in time");

  private final int status;
  private final String title;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status that carries it. */
  public int status() {
    return status;
  }

  public String title() {
    return title;
  }
}
