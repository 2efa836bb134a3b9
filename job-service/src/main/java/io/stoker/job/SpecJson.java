package io.stoker.job;

import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Definitions as the database keeps them; the same definition is always the same text. */
final class SpecJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          // a definition that was stored before there was such a field says false by it
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private SpecJson() {}

  static String write(JobSpec spec) {
    return JSON.writeValueAsString(spec);
  }

  static String write(Map<String, String> labels) {
    return JSON.writeValueAsString(labels);
  }

  static JobSpec read(String text) {
    return JSON.readValue(text, JobSpec.class);
  }
}
