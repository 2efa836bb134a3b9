package io.stoker.spark.sql;

import io.stoker.spark.driver.JobFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.CompoundBody;
import org.apache.spark.sql.catalyst.plans.logical.CreateFunction;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.SingleStatement;
import org.apache.spark.sql.execution.command.AddArchivesCommand;
import org.apache.spark.sql.execution.command.AddFilesCommand;
import org.apache.spark.sql.execution.command.AddJarsCommand;
import org.apache.spark.sql.execution.command.CreateFunctionCommand;
import org.apache.spark.sql.execution.command.SetCommand;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * Which statements a script may hold, judged by the plan that Spark's parser makes of them. SQL is
 * user code and could get round these rules; they keep a job from depending on what only one
 * machine has, and from settings that the platform needs.
 */
final class StatementRules {
  /** Settings that change how a query runs, and nothing around it. */
  private static final List<String> SETTABLE_PREFIXES =
      List.of(
          "spark.sql.adaptive.",
          "spark.sql.ansi.",
          "spark.sql.autoBroadcastJoinThreshold",
          "spark.sql.broadcastTimeout",
          "spark.sql.caseSensitive",
          "spark.sql.cbo.",
          "spark.sql.codegen.",
          "spark.sql.crossJoin.enabled",
          "spark.sql.csv.",
          "spark.sql.files.",
          "spark.sql.groupByAliases",
          "spark.sql.inMemoryColumnarStorage.",
          "spark.sql.join.",
          "spark.sql.json.",
          "spark.sql.legacy.timeParserPolicy",
          "spark.sql.mapKeyDedupPolicy",
          "spark.sql.optimizer.",
          "spark.sql.orc.",
          "spark.sql.parquet.",
          "spark.sql.session.timeZone",
          "spark.sql.shuffle.",
          "spark.sql.sources.partitionColumnTypeInference.enabled",
          "spark.sql.storeAssignmentPolicy");

  private static final Set<String> NEVER = Set.of("spark.sql.parquet.output.committer.class");

  /** Plans of EXECUTE IMMEDIATE, by name: Spark 4.0 has another class for it than later ones. */
  private static final Set<String> EXECUTE_IMMEDIATE =
      Set.of("ExecuteImmediateQuery", "UnresolvedExecuteImmediate");

  private StatementRules() {}

  /** Throws a {@link JobFailure} for a statement that may not run. */
  static void check(SqlStatement statement, LogicalPlan plan) {
    refusal(plan)
        .ifPresent(
            why -> {
              throw JobFailure.permanent(
                  "SQL_STATEMENT_REFUSED", why + " (" + statement.place() + ")");
            });
    inner(plan).forEach(part -> check(statement, part));
  }

  /** Whether the statement only asks for rows. */
  static boolean isQuery(LogicalPlan plan) {
    return !(plan instanceof Command || plan instanceof ParsedStatement)
        && !isExecuteImmediate(plan)
        && inner(plan).stream().allMatch(StatementRules::isQuery);
  }

  private static Optional<String> refusal(LogicalPlan plan) {
    if (plan instanceof SetCommand set) {
      return set(set);
    }
    if (plan instanceof AddJarsCommand
        || plan instanceof AddFilesCommand
        || plan instanceof AddArchivesCommand) {
      return Optional.of(
          "ADD JAR, ADD FILE and ADD ARCHIVE are refused: only one machine may have the file.");
    }
    if ((plan instanceof CreateFunction function && !function.resources().isEmpty())
        || (plan instanceof CreateFunctionCommand temporary && !temporary.resources().isEmpty())) {
      return Optional.of("CREATE FUNCTION … USING JAR is refused: write the function in SQL.");
    }
    if (isExecuteImmediate(plan)) {
      return Optional.of(
          "EXECUTE IMMEDIATE is refused: what it runs cannot be checked. Use parameters instead.");
    }
    return Optional.empty();
  }

  private static boolean isExecuteImmediate(LogicalPlan plan) {
    return EXECUTE_IMMEDIATE.contains(plan.getClass().getSimpleName());
  }

  private static Optional<String> set(SetCommand set) {
    return OptionConverters.toJava(set.kv())
        .filter(pair -> pair._2().isDefined())
        .map(pair -> pair._1())
        .filter(key -> !isSettable(key))
        .map(
            key ->
                "SET "
                    + key
                    + " is refused: scripts may change only how queries run. Try the job's"
                    + " sparkConf, or leave it out.");
  }

  private static boolean isSettable(String key) {
    return !NEVER.contains(key) && SETTABLE_PREFIXES.stream().anyMatch(key::startsWith);
  }

  private static List<LogicalPlan> inner(LogicalPlan plan) {
    if (plan instanceof SingleStatement statement) {
      return List.of(statement.parsedPlan());
    }
    List<LogicalPlan> children = CollectionConverters.asJava(plan.children());
    if (plan instanceof CompoundBody body) {
      List<LogicalPlan> all = new ArrayList<>(children);
      CollectionConverters.asJava(body.handlers()).forEach(handler -> all.add(handler.body()));
      return all;
    }
    return children;
  }
}
