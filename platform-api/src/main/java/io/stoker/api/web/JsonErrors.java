package io.stoker.api.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Says in a sentence why a body is not the JSON that it should be. */
final class JsonErrors {
  private JsonErrors() {}

  static String detail(HttpMessageNotReadableException error) {
    return error.getCause() instanceof JacksonException json
        ? detail(json)
        : "The body is missing; send a JSON object.";
  }

  static String detail(JacksonException error) {
    String message = error.getOriginalMessage();
    String sentence = message.endsWith(".") ? message : message + ".";
    return "The body is not valid JSON" + place(error.getLocation()) + ": " + sentence;
  }

  /** Where, as the end of a sentence; empty when it is not known. */
  static String place(@Nullable TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
