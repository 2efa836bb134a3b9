package io.stoker.job;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What a setting may be, where Spark would take more than is good, or look at it too late.
 *
 * @param words how it goes on after "must be"; empty when it is Spark's to judge
 * @param holds whether a value is one
 */
record SettingValue(String words, Predicate<String> holds) {
  static final SettingValue ANY = new SettingValue("", value -> true);

  /** Of whole numbers. */
  static SettingValue number(int least, int most) {
    return new SettingValue(
        "a whole number from %d to %d".formatted(least, most),
        value ->
            value.matches("[0-9]{1,9}")
                && Integer.parseInt(value) >= least
                && Integer.parseInt(value) <= most);
  }

  /** In capitals or not, as Spark takes them. */
  static SettingValue oneOf(List<String> words) {
    return new SettingValue(
        "one of " + String.join(", ", words),
        value -> words.contains(value.toUpperCase(Locale.ROOT)));
  }
}
