package io.stoker.node;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a person says of the machine: {@code zone=a,disk=ssd}. */
record Labels(Map<String, String> values) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");

  static Labels of(String text) {
    Map<String, String> values = new TreeMap<>();
    for (String label : text.isBlank() ? new String[0] : text.split(",", -1)) {
      int equals = label.indexOf('=');
      String name = equals < 0 ? "" : label.substring(0, equals).strip();
      if (!NAME.matcher(name).matches()
          || values.put(name, label.substring(equals + 1).strip()) != null) {
        throw new IllegalArgumentException(
            "'" + text + "' are not labels: write name=value,name=value with each name once");
      }
    }
    return new Labels(Map.copyOf(values));
  }
}
