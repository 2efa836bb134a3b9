package io.stoker.acceptance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule holds on the real classes and fails on each program planted to break it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
  private JavaClasses production;
  private JavaClasses tests;

  @BeforeAll
  void readAllModules() {
    production = Module.production();
    tests = Module.tests();
  }

  static Stream<Rule> rules() {
    return Stream.of(
            ModuleRules.all(),
            PackageRules.all(),
            CodeRules.all(),
            Stream.of(CrashPointRules.one()))
        .flatMap(r -> r);
  }

  static Stream<Rule> rulesForTests() {
    return CodeRules.forTests();
  }

  static Stream<Arguments> violations() {
    return Stream.concat(rules(), rulesForTests())
        .flatMap(rule -> rule.violations().stream().map(planted -> Arguments.of(rule, planted)));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(Rule rule) {
    rule.rule().check(production);
  }

  @ParameterizedTest
  @MethodSource("rulesForTests")
  void holdsInTests(Rule rule) {
    rule.rule().check(tests);
  }

  @ParameterizedTest
  @MethodSource("violations")
  void failsOnAPlantedViolation(Rule rule, Planted planted, @TempDir Path directory)
      throws IOException {
    EvaluationResult result = rule.rule().evaluate(planted.compileIn(directory));

    assertThat(result.hasViolation()).as(rule.toString()).isTrue();
    assertThat(result.getFailureReport().getDetails())
        .anySatisfy(detail -> assertThat(detail).contains(Planted.NAME));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void hasSomethingPlanted(Rule rule) {
    assertThat(rule.violations()).as(rule.toString()).isNotEmpty();
  }

  /** Else every rule would hold on nothing. */
  @ParameterizedTest
  @EnumSource
  void everyModuleIsRead(Module module) {
    assertThat(production.stream().anyMatch(module::compiled)).isTrue();
  }
}
