package io.stoker.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

  static byte[] hash(JobSpec spec) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(write(spec).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  static JobSpec read(String text) {
    return JSON.readValue(text, JobSpec.class);
  }
}
