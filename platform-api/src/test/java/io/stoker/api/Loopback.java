package io.stoker.api;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Addresses of this machine for nodes that have one each. */
public final class Loopback {
  private Loopback() {}

  /** That of the node of this name, one of sixteen million. */
  public static String of(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    long bits = UUID.nameUUIDFromBytes(bytes).getLeastSignificantBits();
    return "127.%d.%d.%d".formatted(1 + (bits >>> 16 & 127), bits >>> 8 & 255, bits & 255);
  }
}
