package io.stoker.api.web;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import io.stoker.error.Violations;
import jakarta.validation.Validator;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads bodies against the records of the contract, in three steps: text to tree, where anything
 * but one well-formed JSON object ends it; tree against the record's shape, which finds every wrong
 * place; what fits into the record, on which its constraints are checked.
 */
@Component
public class JsonBodies {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // told by ourselves, in words
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // a decimal parameter keeps the digits that were sent
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Constraints constraints;

  JsonBodies(Validator validator) {
    this.constraints = new Constraints(validator);
  }

  /**
   * The one JSON object in these bytes.
   *
   * @throws StokerException MALFORMED_REQUEST when there is something else
   */
  public ObjectNode object(byte[] body) {
    JsonNode tree = tree(body);
    if (tree instanceof ObjectNode object) {
      return object;
    }
    String found = tree == null || tree.isMissingNode() ? "empty" : JsonScalars.kind(tree);
    throw new StokerException(
        ErrorCode.MALFORMED_REQUEST, "The body must be a JSON object, but is " + found + ".");
  }

  private static @Nullable JsonNode tree(byte[] body) {
    try (JsonParser parser = STRICT.createParser(body)) {
      JsonNode tree = STRICT.readTree(parser);
      TokenStreamLocation end = parser.currentLocation();
      if (parser.nextToken() != null) {
        throw new StokerException(
            ErrorCode.MALFORMED_REQUEST,
            "The body must be one JSON object and nothing after it, but it goes on"
                + JsonErrors.place(end)
                + ".");
      }
      return tree;
    } catch (JacksonException e) {
      throw new StokerException(ErrorCode.MALFORMED_REQUEST, JsonErrors.detail(e));
    }
  }

  /** A value of the public contract as the tree that a client would see. */
  public ObjectNode tree(Object value) {
    return STRICT.valueToTree(value);
  }

  /** What a tree says, unknown fields being wrong; the tree is used up. */
  public <T> Body<T> strict(ObjectNode tree, Class<T> type) {
    Body<Object> body = body(tree, type, false);
    return new Body<>(body.value() == null ? null : type.cast(body.value()), body.violations());
  }

  Body<Object> body(ObjectNode tree, Type type, boolean tolerant) {
    Violations violations = new Violations();
    boolean fits = new JsonShape(violations, tolerant).fits(tree, type, "");
    Object value = fits ? bind(tree, type, violations) : null;
    if (value != null) {
      constraints.check(value, violations);
    }
    return new Body<>(value, violations.list());
  }

  private static @Nullable Object bind(ObjectNode tree, Type type, Violations violations) {
    try {
      return STRICT.readerFor(STRICT.constructType(type)).readValue(tree);
    } catch (JacksonException e) {
      // the shape was right, so a record itself refuses its values
      violations.add(pointer(e), "INVALID", "is not accepted: " + e.getOriginalMessage());
      return null;
    }
  }

  private static String pointer(JacksonException error) {
    String pointer = "";
    for (JacksonException.Reference step : error.getPath()) {
      Object segment = step.getPropertyName() == null ? step.getIndex() : step.getPropertyName();
      pointer = Violation.pointer(pointer, segment);
    }
    return pointer;
  }
}
