package io.stoker.acceptance.harness;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server answered. */
public record Reply(String request, int status, HttpHeaders headers, String text) {
  private static final JsonMapper JSON = JsonMapper.shared();

  public JsonNode json() {
    return JSON.readTree(text);
  }

  public String header(String name) {
    return headers
        .firstValue(name)
        .orElseThrow(() -> new AssertionError("no header " + name + " in " + this));
  }

  /** This reply, when it has the status; else a failure that shows all of it. */
  public Reply expect(int expected) {
    if (status != expected) {
      throw new AssertionError("expected status " + expected + " but got " + this);
    }
    return this;
  }

  @Override
  public String toString() {
    return request + " → " + status + "\n" + text;
  }
}
