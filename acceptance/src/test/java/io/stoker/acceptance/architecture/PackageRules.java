package io.stoker.acceptance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How packages stand to each other inside the modules. */
final class PackageRules {
  /** The domain's features and what each may build on; one that is not named is forbidden. */
  private enum Feature {
    ERROR,
    ACCESS,
    DUTY,
    MEMORY,
    PLACEMENT,
    REVISION,
    IDEMPOTENCY,
    CLUSTER,
    ARTIFACT,
    QUEUE,
    JOB,
    EVENTLOG,
    RUN,
    SCHEDULE,
    ALLOCATION;

    private List<Feature> uses() {
      return switch (this) {
        case ERROR, DUTY, PLACEMENT -> List.of();
        case ACCESS, MEMORY, REVISION, IDEMPOTENCY -> List.of(ERROR);
        case QUEUE -> List.of(REVISION, IDEMPOTENCY, MEMORY, ERROR);
        case CLUSTER -> List.of(PLACEMENT, MEMORY, ACCESS, DUTY, ERROR);
        case ARTIFACT -> List.of(CLUSTER, DUTY, ERROR);
        case EVENTLOG -> List.of(CLUSTER, DUTY);
        case JOB ->
            List.of(ARTIFACT, QUEUE, REVISION, IDEMPOTENCY, PLACEMENT, MEMORY, ACCESS, ERROR);
        case RUN ->
            List.of(
                JOB, QUEUE, EVENTLOG, CLUSTER, IDEMPOTENCY, PLACEMENT, MEMORY, ACCESS, DUTY, ERROR);
        case SCHEDULE -> List.of(RUN, JOB, REVISION, IDEMPOTENCY, DUTY, ERROR);
        case ALLOCATION ->
            List.of(RUN, CLUSTER, JOB, QUEUE, PLACEMENT, MEMORY, ACCESS, DUTY, ERROR);
      };
    }

    private String packageName() {
      return "io.stoker." + name().toLowerCase(Locale.ROOT);
    }

    private List<String> forbidden() {
      return Arrays.stream(values())
          .filter(other -> other != this && !uses().contains(other))
          .map(Feature::packageName)
          .toList();
    }
  }

  static Stream<Rule> all() {
    return Stream.concat(
        Arrays.stream(Feature.values())
            .filter(feature -> !feature.forbidden().isEmpty())
            .map(PackageRules::uses),
        Stream.of(noCycles(), nullMarked(), inTheirModule()));
  }

  private static Rule uses(Feature feature) {
    return Rule.of(
        noClasses()
            .that()
            .resideInAPackage(feature.packageName() + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                feature.forbidden().stream().map(name -> name + "..").toArray(String[]::new))
            .because(
                "the domain reads in one direction: cluster ← artifact, queue ← job ← run ← allocation"),
        feature.forbidden().stream()
            .map(name -> Planted.use(feature.packageName(), name + ".Foreign"))
            .toArray(Planted[]::new));
  }

  private static Rule noCycles() {
    return Rule.of(
        slices()
            .matching("io.stoker.(**)")
            .should()
            .beFreeOfCycles()
            .because("packages that need each other can only be understood and changed together"),
        Planted.in("io.stoker.node.logs", "public class Planted { io.stoker.node.Other other; }")
            .and("io.stoker.node.Other", "public class Other { io.stoker.node.logs.Planted p; }"));
  }

  private static Rule nullMarked() {
    return Rule.of(
        classes()
            .should(
                satisfy(
                    "be in a @NullMarked package",
                    type ->
                        type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")))
            .because("NullAway checks nothing in a package that does not say so"),
        Planted.in("io.stoker.node.logs", "class Planted {}"));
  }

  private static Rule inTheirModule() {
    return Rule.of(
        classes()
            .should(
                satisfy(
                    "be compiled in the module that owns their package",
                    type ->
                        Arrays.stream(Module.values())
                            .anyMatch(module -> module.owns(type) && module.compiled(type))))
            .because("a package that no module owns is watched by no rule"),
        Planted.in("io.stoker.common", "class Planted {}"),
        Planted.in("io.stoker.node", "class Planted {}"));
  }

  private static ArchCondition<JavaClass> satisfy(
      String description, Predicate<JavaClass> predicate) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean satisfied = predicate.test(type);
        String message = type.getName() + (satisfied ? " does " : " does not ") + description;
        events.add(new SimpleConditionEvent(type, satisfied, message));
      }
    };
  }

  private PackageRules() {}
}
