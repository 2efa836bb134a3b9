package io.stoker.spark.result;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** One value of a Parquet row as text, as the types that Spark writes read best. */
final class ParquetValue {
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

  private ParquetValue() {}

  static String field(Group group, String name) {
    return field(group, group.getType().getFieldIndex(name));
  }

  private static String field(Group group, int field) {
    return group.getFieldRepetitionCount(field) == 0 ? "null" : value(group, field, 0);
  }

  private static String value(Group group, int field, int index) {
    Type type = group.getType().getType(field);
    return type.isPrimitive()
        ? primitive(group, field, index, type.asPrimitiveType())
        : nested(group.getGroup(field, index), type.asGroupType());
  }

  private static String nested(Group group, GroupType type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    if (meaning instanceof ListLogicalTypeAnnotation) {
      StringJoiner list = new StringJoiner(", ", "[", "]");
      for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
        list.add(field(group.getGroup(0, i), 0));
      }
      return list.toString();
    }
    StringJoiner fields = new StringJoiner(", ", "{", "}");
    if (meaning instanceof MapLogicalTypeAnnotation) {
      for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
        Group entry = group.getGroup(0, i);
        fields.add(field(entry, 0) + ": " + field(entry, 1));
      }
    } else {
      for (int i = 0; i < type.getFieldCount(); i++) {
        fields.add(type.getFieldName(i) + ": " + field(group, i));
      }
    }
    return fields.toString();
  }

  private static String primitive(Group group, int field, int index, PrimitiveType type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> integer(group.getInteger(field, index), meaning);
      case INT64 -> integer(group.getLong(field, index), meaning);
      case INT96 -> timestamp(NanoTime.fromBinary(group.getInt96(field, index)));
      case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(group.getBinary(field, index), meaning);
      case BOOLEAN, FLOAT, DOUBLE -> group.getValueToString(field, index);
    };
  }

  private static String integer(long value, @Nullable LogicalTypeAnnotation meaning) {
    if (meaning instanceof DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(value).toString();
    }
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      return BigDecimal.valueOf(value, decimal.getScale()).toPlainString();
    }
    if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
      Instant at = Instant.EPOCH.plus(value, unit(timestamp.getUnit()));
      return timestamp.isAdjustedToUTC()
          ? at.toString()
          : LocalDateTime.ofInstant(at, ZoneOffset.UTC).toString();
    }
    return Long.toString(value);
  }

  private static ChronoUnit unit(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  private static String timestamp(NanoTime time) {
    return Instant.EPOCH
        .plus(time.getJulianDay() - JULIAN_DAY_OF_EPOCH, ChronoUnit.DAYS)
        .plusNanos(time.getTimeOfDayNanos())
        .toString();
  }

  private static String bytes(Binary value, @Nullable LogicalTypeAnnotation meaning) {
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      BigInteger unscaled = new BigInteger(value.getBytes());
      return new BigDecimal(unscaled, decimal.getScale()).toPlainString();
    }
    return meaning instanceof StringLogicalTypeAnnotation
        ? value.toStringUsingUTF8()
        : HexFormat.of().formatHex(value.getBytes());
  }
}
