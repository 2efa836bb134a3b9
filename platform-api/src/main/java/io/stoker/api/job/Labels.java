package io.stoker.api.job;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Labels as a filter in a query: {@code key=value}. */
final class Labels {
  private Labels() {}

  static Map<String, String> parse(List<String> filters) {
    Map<String, String> labels = new TreeMap<>();
    for (String filter : filters) {
      int equals = filter.indexOf('=');
      if (equals < 1) {
        throw new StokerException(
            ErrorCode.MALFORMED_REQUEST,
            "label must be key=value, as team=ops, but is \"" + filter + "\".",
            List.of(new Violation("label", "INVALID", "must be key=value, as team=ops")));
      }
      labels.put(filter.substring(0, equals), filter.substring(equals + 1));
    }
    return labels;
  }
}
