package io.stoker.acceptance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;

/** Where crash points stand. That each is swept is the sweep's own test. */
final class CrashPointRules {
  private static final String POINTS = "io.stoker.crash.CrashPoint";

  static Rule one() {
    return Rule.of(
        classes()
            .that()
            .haveFullyQualifiedName(POINTS)
            .should(standAtOnePlaceOfTheirProcess())
            .because("a point that no process comes to proves nothing when it is swept"),
        planted("SERVER_Planted", ""),
        planted("DRIVER_ONE", hit("DRIVER_ONE")),
        planted("SERVER_ONE", hit("SERVER_ONE") + hit("SERVER_ONE")));
  }

  private static Planted planted(String point, String body) {
    return Planted.in("io.stoker.run", "class Planted { void p() { " + body + " } }")
        .and(POINTS, "public enum CrashPoint { " + point + " }");
  }

  private static String hit(String point) {
    return "java.util.Objects.requireNonNull(" + POINTS + "." + point + ");";
  }

  private static ArchCondition<JavaClass> standAtOnePlaceOfTheirProcess() {
    return new ArchCondition<>("stand at exactly one place in the code of their process") {
      @Override
      public void check(JavaClass points, ConditionEvents events) {
        points.getFields().stream()
            .filter(field -> field.getRawType().equals(points))
            .filter(field -> field.getModifiers().contains(JavaModifier.FINAL))
            .forEach(point -> check(point, events));
      }

      private void check(JavaField point, ConditionEvents events) {
        List<JavaFieldAccess> hits =
            point.getAccessesToSelf().stream()
                .filter(access -> !access.getOriginOwner().equals(point.getOwner()))
                .toList();
        boolean satisfied =
            hits.size() == 1
                && homes(point).anyMatch(home -> home.owns(hits.get(0).getOriginOwner()));
        String message =
            point.getName()
                + " stands at "
                + hits.stream().map(JavaFieldAccess::getDescription).toList();
        events.add(new SimpleConditionEvent(point, satisfied, message));
      }
    };
  }

  /** The modules that are code of a point's process; a node's children are the launcher's. */
  private static Stream<Module> homes(JavaField point) {
    return switch (point.getName().split("_", 2)[0]) {
      case "SERVER" -> Stream.of(Module.JOB_SERVICE, Module.SCHEDULER_QUARTZ, Module.PLATFORM_API);
      case "NODE" -> Stream.of(Module.EXECUTOR_NODE, Module.DRIVER_LAUNCHER);
      case "DRIVER" -> Stream.of(Module.SPARK_RUNTIME);
      default -> Stream.of();
    };
  }

  private CrashPointRules() {}
}
