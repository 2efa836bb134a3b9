package io.stoker.api.web;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Merge Patch, RFC 7396. */
public final class MergePatch {
  private MergePatch() {}

  /** Changes a target as its patch says: null removes, objects merge, anything else replaces. */
  public static void apply(ObjectNode target, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            member -> {
              JsonNode value = member.getValue();
              if (value.isNull()) {
                target.remove(member.getKey());
              } else if (value instanceof ObjectNode object) {
                apply(nested(target, member.getKey()), object);
              } else {
                target.set(member.getKey(), value);
              }
            });
  }

  private static ObjectNode nested(ObjectNode target, String name) {
    return target.path(name) instanceof ObjectNode object ? object : target.putObject(name);
  }
}
