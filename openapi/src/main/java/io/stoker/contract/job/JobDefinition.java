package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a job does and what it needs; each change of it makes a new revision. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What a job does and what it needs; each change makes a new revision.")
public record JobDefinition(
    @Schema(
            description = "Unique among the jobs that are not deleted; cannot change.",
            example = "delays-by-city")
        @NotNull
        @Pattern(
            regexp = "[a-z0-9-]{1,63}",
            message = "must be 1 to 63 of the characters a-z, 0-9 and -")
        String name,
    @Schema(
            description = "Name of the queue whose share its runs draw on.",
            defaultValue = "default")
        @Nullable String queue,
    @Schema(description = "Free labels to find jobs by.") @Nullable Map<String, String> labels,
    @NotNull @Valid Application application,
    @Schema(description = "Where and how the last query's rows are written; SQL jobs only.") @Valid
        @Nullable ResultSpec result,
    @Schema(
            description =
                "Parameters by name: bound as values to :name in SQL, put in the place of"
                    + " ${param.name} in a program's arguments.")
        @Nullable Map<String, @Valid ParameterSpec> parameters,
    @Valid @Nullable DriverSpec driver,
    @Valid @Nullable ExecutorSpec executor,
    @Schema(
            description =
                "How driver and executors are laid over nodes that would all do. SPREAD: over as"
                    + " many as possible, the emptiest first. PACK: on as few as possible, the"
                    + " fullest first.",
            allowableValues = {"SPREAD", "PACK"},
            defaultValue = "SPREAD")
        @Nullable String placement,
    @Valid @Nullable DynamicAllocationSpec dynamicAllocation,
    @Schema(
            description =
                "Spark settings that change how the job itself works; docs/spark-settings.md lists"
                    + " them, and says of each other one which field has it or why a job may not set"
                    + " it.",
            example = "{\"spark.sql.shuffle.partitions\": \"8\"}")
        @Nullable Map<String, String> sparkConf,
    @Schema(
            description =
                "What runs the tasks. stoker: executors that nodes start. local[N], local[*]:"
                    + " threads of the driver; * are as many as driver.cores. spark://HOST:PORT,…:"
                    + " a Spark Standalone cluster. yarn, k8s://HOST:PORT: if the"
                    + " Spark distribution has the module. A node starts the driver in any case, in"
                    + " client mode.",
            example = "local[*]",
            defaultValue = "stoker")
        @Nullable String master,
    @Schema(
            description =
                "Absolute path, on the nodes, of another Spark distribution for the driver to run"
                    + " from. Spark 4 for Scala 2.13: as the nodes' own. Any other from Spark 3 on:"
                    + " JAR and PYTHON programs, with exit code, logs, event log and files below"
                    + " ${run.output}; the run's warnings say what is absent. Not with the master"
                    + " stoker. Drivers of spark://, yarn and k8s:// whose job names none run from"
                    + " their node's stoker.node.other-spark-home, if it has one.",
            example = "/opt/spark-4.2.0-bin-hadoop3")
        @Nullable String sparkHome,
    @Valid @Nullable RetrySpec retry,
    @Schema(
            description =
                "Longest time a run may take, from the start of its first attempt over all"
                    + " attempts and the pauses between them; ISO-8601, whole seconds, PT1S to"
                    + " P30D. Time in which no platform server was up does not count. A run that"
                    + " takes longer ends TIMED_OUT, unless its result was committed before.",
            example = "PT1H")
        @Nullable String timeout,
    @Valid @Nullable ConcurrencySpec concurrency,
    @Schema(
            description =
                "Whether a further attempt waits until no earlier driver of its run can be alive,"
                    + " which may take 10 minutes after a node fell silent. Results are fenced in"
                    + " any case; this is for programs that write elsewhere too. true when absent"
                    + " for JAR and PYTHON, false for SQL.")
        @Nullable Boolean exclusive) {}
