package io.stoker.schedule;

import io.stoker.job.JobSpec;
import io.stoker.job.ParameterType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The time that a run is for, as a parameter: where a schedule's parameters say {@link #REFERENCE},
 * each run gets its own nominal time, in the zone of the schedule.
 */
final class NominalTime {
  static final String REFERENCE = "${nominalTime}";

  private NominalTime() {}

  /** The parameters of the run for one time. */
  static Map<String, Object> fill(
      Map<String, Object> parameters, JobSpec job, Instant time, ZoneId zone) {
    Map<String, Object> filled = new LinkedHashMap<>(parameters);
    parameters.forEach(
        (name, value) -> {
          JobSpec.Parameter declared = job.parameters().get(name);
          if (REFERENCE.equals(value) && declared != null) {
            filled.put(name, text(declared.type(), time, zone));
          }
        });
    return filled;
  }

  /** Types that cannot hold a time keep the reference, which they then refuse by its name. */
  private static String text(ParameterType type, Instant time, ZoneId zone) {
    return switch (type) {
      case DATE -> time.atZone(zone).toLocalDate().toString();
      case TIMESTAMP -> time.toString();
      case STRING -> time.atZone(zone).toOffsetDateTime().toString();
      case INTEGER, DOUBLE, DECIMAL, BOOLEAN -> REFERENCE;
    };
  }
}
