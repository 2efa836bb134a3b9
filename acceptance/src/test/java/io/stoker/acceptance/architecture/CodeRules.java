package io.stoker.acceptance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.stream.Stream;

/** How code is written, wherever it stands. */
final class CodeRules {
  private static final String CONTROLLER = "org.springframework.web.bind.annotation.RestController";
  private static final String JDBC_CLIENT = "org.springframework.jdbc.core.simple.JdbcClient";
  private static final List<String> INJECTION =
      List.of(
          "org.springframework.beans.factory.annotation.Autowired",
          "org.springframework.beans.factory.annotation.Value",
          "jakarta.inject.Inject",
          "jakarta.annotation.Resource");

  /** They touch no table: a lock that stores share, and PostgreSQL's NOTIFY. */
  private static final List<String> BESIDE_STORES =
      List.of(
          "io.stoker.cluster.AllocationLock",
          "io.stoker.cluster.AttemptLock",
          "io.stoker.cluster.Signals");

  /**
   * The driver's one way out, also when user threads or shutdown hooks hang; the deaths that tests
   * order; and a program that nobody waits for any more.
   */
  private static final List<String> WAYS_OUT =
      List.of(
          "io.stoker.spark.driver.DriverExit",
          "io.stoker.crash.CrashPoints",
          "io.stoker.spark.archive.Training");

  static Stream<Rule> all() {
    return Stream.of(
        controllersArePackagePrivate(),
        controllersStandInTheApi(),
        sqlStandsInStores(),
        noFieldInjection(),
        noSystemStreams(),
        noJavaUtilLogging(),
        noExitOutsideMain(),
        noWallClockInTheDomain(),
        noEmptyNames());
  }

  /** Rules for tests, checked on the test classes of every module. */
  static Stream<Rule> forTests() {
    return Stream.of(
        Rule.of(
            noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethodWhere(
                    describe(
                        "a thread is put to sleep",
                        call ->
                            call.getTarget().getName().equals("sleep")
                                && List.of(Thread.class.getName(), "java.util.concurrent.TimeUnit")
                                    .contains(call.getTargetOwner().getName())))
                .because("a test waits for a condition: a sleep is too long or too short"),
            Planted.in(
                "io.stoker.run",
                "class Planted { void t() throws Exception { Thread.sleep(5); } }"),
            Planted.in(
                "io.stoker.run",
                """
                class Planted {
                  void t() throws Exception { java.util.concurrent.TimeUnit.SECONDS.sleep(1); }
                }
                """)));
  }

  private static Rule controllersArePackagePrivate() {
    return Rule.of(
        classes()
            .that()
            .areAnnotatedWith(CONTROLLER)
            .should()
            .bePackagePrivate()
            .because("a controller's only callers are HTTP clients"),
        Planted.in("io.stoker.api.run", "@" + CONTROLLER + " public class Planted {}")
            .withAnnotation(CONTROLLER));
  }

  private static Rule controllersStandInTheApi() {
    return Rule.of(
        classes()
            .that()
            .areAnnotatedWith(CONTROLLER)
            .should()
            .resideInAPackage("io.stoker.api..")
            .because("platform-api is the one place where HTTP is known"),
        Planted.in("io.stoker.run", "@" + CONTROLLER + " class Planted {}")
            .withAnnotation(CONTROLLER));
  }

  private static Rule sqlStandsInStores() {
    return Rule.of(
        noClasses()
            .that(are("not stores", type -> !isStore(type)))
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName(JDBC_CLIENT)
            .because("what is done to a table must be found in few, known places"),
        Planted.use("io.stoker.run", JDBC_CLIENT));
  }

  private static Rule noFieldInjection() {
    DescribedPredicate<com.tngtech.archunit.core.domain.JavaAnnotation<?>> injecting =
        describe(
            "an injection annotation",
            annotation -> INJECTION.contains(annotation.getRawType().getName()));
    return Rule.of(
        noFields()
            .should()
            .beAnnotatedWith(injecting)
            .because("a constructor names what a class needs, and tests can give it"),
        INJECTION.stream()
            .map(
                annotation ->
                    Planted.in("io.stoker.run", "class Planted { @" + annotation + " String f; }")
                        .withAnnotation(annotation))
            .toArray(Planted[]::new));
  }

  private static Rule noSystemStreams() {
    return Rule.of(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.stoker.cli..", "io.stoker.spark..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethodWhere(
                describe(
                    "a stack trace is printed",
                    call ->
                        call.getTarget().getName().equals("printStackTrace")
                            && call.getTargetOwner().isAssignableTo(Throwable.class)))
            .because("services speak through their log; streams are for the command and for Spark"),
        Planted.in("io.stoker.run", "class Planted { void p() { System.out.println(1); } }"),
        Planted.in("io.stoker.node", "class Planted { void p() { System.err.println(1); } }"),
        Planted.in(
            "io.stoker.api.run", "class Planted { void p(Exception e) { e.printStackTrace(); } }"));
  }

  private static Rule noJavaUtilLogging() {
    return Rule.of(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .because("one logging API, SLF4J, so that one configuration reaches every line"),
        Planted.in("io.stoker.node", "class Planted { java.util.logging.Logger log; }"));
  }

  private static Rule noExitOutsideMain() {
    return Rule.of(
        noClasses()
            .should()
            .callMethodWhere(
                describe(
                    "the JVM is ended outside a main method",
                    call ->
                        List.of("exit", "halt").contains(call.getTarget().getName())
                            && List.of("java.lang.System", "java.lang.Runtime")
                                .contains(call.getTargetOwner().getName())
                            && !ownsTheProcess(call)))
            .because("only the class that owns the process knows that nothing else needs it"),
        Planted.in("io.stoker.node", "class Planted { void p() { System.exit(1); } }"),
        Planted.in(
            "io.stoker.node", "class Planted { void p() { Runtime.getRuntime().halt(1); } }"));
  }

  private static Rule noWallClockInTheDomain() {
    DescribedPredicate<JavaCall<?>> readsTheWallClock =
        describe("the wall clock is read", call -> readsWallClock(call.getTarget()));
    return Rule.of(
        noClasses()
            .that()
            .resideInAnyPackage(Module.JOB_SERVICE.packages())
            .should()
            .callCodeUnitWhere(readsTheWallClock)
            .because(
                "leases, orders and times are the database's: a machine's clock may be an hour off"),
        Planted.in("io.stoker.run", "class Planted { Object t = java.time.Instant.now(); }"),
        Planted.in(
            "io.stoker.allocation", "class Planted { long t = System.currentTimeMillis(); }"),
        Planted.in("io.stoker.cluster", "class Planted { Object t = new java.util.Date(); }"),
        Planted.in(
            "io.stoker.cluster", "class Planted { Object t = java.time.Clock.systemUTC(); }"));
  }

  private static Rule noEmptyNames() {
    return Rule.of(
        noClasses()
            .that(
                are(
                    "ours to name",
                    type ->
                        !type.isAssignableTo("org.apache.spark.scheduler.ExternalClusterManager")))
            .should()
            .haveNameMatching(".*(Impl|Utils?|Helper|Manager)")
            .because("such a name says nothing; the word for what it does is missing"),
        Planted.in("io.stoker.run", "class Planted { static class RunManager {} }"),
        Planted.in("io.stoker.run", "class Planted { static class StringUtils {} }"));
  }

  private static boolean readsWallClock(AccessTarget.CodeUnitCallTarget target) {
    String owner = target.getOwner().getName();
    boolean withoutArguments = target.getRawParameterTypes().isEmpty();
    return switch (target.getName()) {
      case "now" -> owner.startsWith("java.time.") && withoutArguments;
      case "currentTimeMillis" -> owner.equals("java.lang.System");
      case "<init>" -> owner.equals("java.util.Date") && withoutArguments;
      case "system", "systemUTC", "systemDefaultZone" -> owner.startsWith("java.time.");
      default -> false;
    };
  }

  private static boolean ownsTheProcess(JavaCall<?> call) {
    return call.getOrigin().getName().equals("main")
        || WAYS_OUT.contains(call.getOriginOwner().getName());
  }

  /** Named a store, or marked as one where another word says more. */
  private static boolean isStore(JavaClass type) {
    JavaClass outermost = outermost(type);
    return outermost.getSimpleName().endsWith("Store")
        || BESIDE_STORES.contains(outermost.getName())
        || outermost.isAnnotatedWith("org.springframework.stereotype.Repository");
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(CodeRules::outermost).orElse(type);
  }

  private static DescribedPredicate<JavaClass> are(
      String description, java.util.function.Predicate<JavaClass> predicate) {
    return describe(description, predicate);
  }

  private CodeRules() {}
}
