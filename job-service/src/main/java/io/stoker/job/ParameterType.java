package io.stoker.job;

import io.stoker.job.ParameterValue.Accepted;
import io.stoker.job.ParameterValue.Refused;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Types of a job's parameters; each turns a JSON value into canonical text or refuses it. */
public enum ParameterType {
  STRING {
    @Override
    ParameterValue accept(Object value) {
      if (!(value instanceof String text)) {
        return refused("a text in quotes", value);
      }
      return text.length() <= MAX_TEXT
          ? new Accepted(text)
          : new Refused("may have at most " + MAX_TEXT + " characters, but has " + text.length());
    }
  },

  INTEGER {
    @Override
    ParameterValue accept(Object value) {
      boolean whole =
          value instanceof Integer || value instanceof Long || value instanceof BigInteger;
      if (!whole) {
        return refused("a whole number without quotes", value);
      }
      BigInteger number = new BigInteger(value.toString());
      return number.bitLength() < Long.SIZE
          ? new Accepted(number.toString())
          : new Refused("must be between " + Long.MIN_VALUE + " and " + Long.MAX_VALUE);
    }

    @Override
    Object parse(String text) {
      return Long.valueOf(text);
    }
  },

  DOUBLE {
    @Override
    ParameterValue accept(Object value) {
      if (!(value instanceof Number number)) {
        return refused("a number without quotes", value);
      }
      double parsed = number.doubleValue();
      return Double.isFinite(parsed)
          ? new Accepted(Double.toString(parsed))
          : new Refused("is too large for a double");
    }

    @Override
    Object parse(String text) {
      return Double.valueOf(text);
    }
  },

  DECIMAL {
    @Override
    ParameterValue accept(Object value) {
      if (!(value instanceof Number) && !(value instanceof String)) {
        return refused("a number, in quotes if its exact digits matter", value);
      }
      try {
        BigDecimal number = new BigDecimal(value.toString());
        return fitsSpark(number)
            ? new Accepted(number.toPlainString())
            : new Refused("must have at most 38 digits, as Spark's decimal");
      } catch (NumberFormatException e) {
        return refused("a number, in quotes if its exact digits matter", value);
      }
    }

    @Override
    Object parse(String text) {
      return new BigDecimal(text);
    }

    private boolean fitsSpark(BigDecimal number) {
      long integerDigits = (long) number.precision() - number.scale();
      return number.precision() <= 38 && number.scale() <= 38 && integerDigits <= 38;
    }
  },

  BOOLEAN {
    @Override
    ParameterValue accept(Object value) {
      return value instanceof Boolean
          ? new Accepted(value.toString())
          : refused("true or false without quotes", value);
    }

    @Override
    Object parse(String text) {
      return Boolean.valueOf(text);
    }
  },

  DATE {
    @Override
    ParameterValue accept(Object value) {
      try {
        return value instanceof String text && text.length() == 10
            ? new Accepted(LocalDate.parse(text).toString())
            : refused("a date as \"2001-06-30\"", value);
      } catch (DateTimeException e) {
        return refused("a date of the calendar as \"2001-06-30\"", value);
      }
    }
  },

  TIMESTAMP {
    @Override
    ParameterValue accept(Object value) {
      String wanted = "a moment with its offset as \"2001-06-30T12:00:00Z\"";
      try {
        return value instanceof String text
            ? canonical(OffsetDateTime.parse(text).toInstant())
            : refused(wanted, value);
      } catch (DateTimeException e) {
        return refused(wanted, value);
      }
    }

    private ParameterValue canonical(Instant moment) {
      boolean fourDigitYear = !moment.isBefore(FIRST_MOMENT) && moment.isBefore(END_OF_MOMENTS);
      return fourDigitYear
          ? new Accepted(moment.truncatedTo(ChronoUnit.MICROS).toString())
          : new Refused("must lie in the years 0001 to 9999");
    }
  };

  private static final int MAX_TEXT = 65_536;
  private static final Instant FIRST_MOMENT = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END_OF_MOMENTS = Instant.parse("+10000-01-01T00:00:00Z");

  /** The word in the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type that the API calls by this word. */
  public static Optional<ParameterType> ofWord(@Nullable String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  /**
   * Turns a JSON value, as Jackson reads it into an {@code Object}, into the one text that stands
   * for it.
   */
  public ParameterValue canonical(@Nullable Object value) {
    return value == null ? new Refused("must not be null") : accept(value);
  }

  /** The JSON value that a canonical text stands for; the way back from {@link #canonical}. */
  public Object jsonValue(String canonicalText) {
    return parse(canonicalText);
  }

  abstract ParameterValue accept(Object value);

  Object parse(String text) {
    return text;
  }

  private static Refused refused(String wanted, Object value) {
    String shown = value instanceof String text ? "\"" + text + "\"" : value.toString();
    String cut = shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
    return new Refused("must be " + wanted + ", but is " + cut);
  }
}
