package io.stoker.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Lists as people write them. */
final class WordLists {
  private WordLists() {}

  static String and(List<String> items) {
    int last = items.size() - 1;
    return last < 1
        ? String.join("", items)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }

  /** {@code minute 5}, {@code minutes 5 and 35}, {@code hours 9 to 17}. */
  static String numbers(String unit, SortedSet<Integer> numbers) {
    List<String> names = numbers.stream().map(String::valueOf).toList();
    return unit + (numbers.size() == 1 ? " " : "s ") + runs(numbers, names);
  }

  /** Names of numbers, three and more in a row as a range. */
  static String runs(SortedSet<Integer> numbers, List<String> names) {
    List<Integer> sorted = List.copyOf(numbers);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < sorted.size(); ) {
      int end = i;
      while (end + 1 < sorted.size() && sorted.get(end + 1) == sorted.get(end) + 1) {
        end++;
      }
      if (end - i >= 2) {
        parts.add(names.get(i) + " to " + names.get(end));
      } else {
        parts.addAll(names.subList(i, end + 1));
      }
      i = end + 1;
    }
    return and(parts);
  }

  static String joined(List<String> items, String separator) {
    return items.stream().filter(item -> !item.isEmpty()).collect(Collectors.joining(separator));
  }
}
