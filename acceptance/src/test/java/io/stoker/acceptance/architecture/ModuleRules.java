package io.stoker.acceptance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Which module may know which, and which library belongs to which module. */
final class ModuleRules {
  static Stream<Rule> all() {
    return Stream.concat(Arrays.stream(Module.values()).map(ModuleRules::uses), libraries());
  }

  /** One rule per module: the others of ours that it must not know. */
  private static Rule uses(Module module) {
    String[] forbidden =
        module.forbidden().flatMap(other -> Arrays.stream(other.packages())).toArray(String[]::new);
    return Rule.of(
        noClasses()
            .that()
            .resideInAnyPackage(module.packages())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden)
            .because(
                module.directory() + " must stay usable, and changeable, without those modules"),
        module
            .forbidden()
            .map(other -> Planted.use(module.somePackage(), other.somePackage() + ".Foreign"))
            .toArray(Planted[]::new));
  }

  private static Stream<Rule> libraries() {
    return Stream.of(
        onlyIn(
            Module.SPARK_RUNTIME,
            List.of("org.apache.spark..", "scala.."),
            "Spark and user code live in JVMs of their own; server, node and CLI never load them",
            "org.apache.spark.SparkContext"),
        onlyIn(
            Module.SCHEDULER_QUARTZ,
            List.of("org.quartz.."),
            "Quartz is an alarm clock behind one module; correctness lives in PostgreSQL rows",
            "org.quartz.Job"),
        onlyIn(
            List.of("io.stoker.schedule.."),
            List.of("com.cronutils.."),
            "there is one reading of a cron, whoever asks",
            Planted.use("io.stoker.api.run", "com.cronutils.model.Cron")),
        never(
            Module.SPARK_RUNTIME,
            List.of("org.springframework..", "tools.jackson..", "io.swagger..", "jakarta.."),
            "only what Spark's own jar directory holds exists in Spark's JVMs",
            "org.springframework.context.ApplicationContext",
            "tools.jackson.databind.ObjectMapper"),
        never(
            Module.OPENAPI,
            List.of("org.springframework..", "tools.jackson..", "com.fasterxml.jackson.databind.."),
            "server, node, driver and CLI share the contract, each with its own JSON library",
            "org.springframework.http.HttpStatus",
            "com.fasterxml.jackson.databind.ObjectMapper"),
        never(
            Module.JOB_SERVICE,
            List.of(
                "org.springframework.web..",
                "org.springframework.http..",
                "org.springframework.security..",
                "org.springframework.boot..",
                "jakarta.servlet.."),
            "the domain is a library that does not know how it is reached",
            "org.springframework.web.bind.annotation.RestController",
            "org.springframework.http.HttpStatus"),
        never(
            Module.DRIVER_LAUNCHER,
            List.of("org.springframework.."),
            "starting one child process needs no framework",
            "org.springframework.stereotype.Component"),
        onlyIn(
            List.of("io.stoker.node..", "io.stoker.spark..", "io.stoker.cli.."),
            List.of("java.net.http.."),
            "nodes and drivers call the platform; what it calls a node for has a rule of its own, so"
                + " no remote call can stand in a transaction",
            Planted.in("io.stoker.run", "class Planted { java.net.http.HttpClient client; }")),
        onlyIn(
            List.of(
                "io.stoker.contract.ui..",
                "io.stoker.api.ui..",
                "io.stoker.node.ui..",
                "io.stoker.spark.history.."),
            List.of("io.stoker.contract.ui.."),
            "the one thing for which the platform calls a node is a page that somebody looks at; a history server looks at its own",
            Planted.use("io.stoker.api.run", "io.stoker.contract.ui.UiRead")),
        onlyIn(
            List.of(
                "io.stoker.launcher..",
                "io.stoker.node..",
                "io.stoker.database..",
                "io.stoker.cli..",
                "io.stoker.spark.other.."),
            List.of("java.lang.ProcessBuilder"),
            "the platform only decides and records; its one child is its own PostgreSQL, and of drivers only the one that watches another Spark has a child",
            Planted.in("io.stoker.api.run", "class Planted { ProcessBuilder builder; }")),
        Rule.of(
            noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "org.hibernate..")
                .because("there is one way to the database here: SQL by hand through JdbcClient"),
            Planted.use("io.stoker.job", "jakarta.persistence.EntityManager")));
  }

  private static Rule onlyIn(Module home, List<String> packages, String reason, String example) {
    String elsewhere = home == Module.JOB_SERVICE ? "io.stoker.api" : "io.stoker.run";
    return onlyIn(List.of(home.packages()), packages, reason, Planted.use(elsewhere, example));
  }

  private static Rule onlyIn(
      List<String> homes, List<String> libraries, String reason, Planted violation) {
    return Rule.of(
        noClasses()
            .that()
            .resideOutsideOfPackages(homes.toArray(String[]::new))
            .and()
            .resideInAPackage("io.stoker..")
            .should()
            .dependOnClassesThat(areOf(libraries))
            .because(reason),
        violation);
  }

  private static Rule never(
      Module module, List<String> libraries, String reason, String... examples) {
    return Rule.of(
        noClasses()
            .that()
            .resideInAnyPackage(module.packages())
            .should()
            .dependOnClassesThat(areOf(libraries))
            .because(reason),
        Arrays.stream(examples)
            .map(example -> Planted.use(module.somePackage(), example))
            .toArray(Planted[]::new));
  }

  /** Patterns that end with ".." are packages, others are types. */
  private static DescribedPredicate<JavaClass> areOf(List<String> libraries) {
    DescribedPredicate<JavaClass> any = DescribedPredicate.alwaysFalse();
    for (String library : libraries) {
      any =
          any.or(
              library.endsWith("..")
                  ? JavaClass.Predicates.resideInAPackage(library)
                  : HasName.Predicates.name(library));
    }
    return any.as("are of " + String.join(", ", libraries));
  }

  private ModuleRules() {}
}
