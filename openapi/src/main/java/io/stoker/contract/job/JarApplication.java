package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program of the user's own, in Java or Scala 2.13 against plain Spark. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A program of your own, in Java or Scala 2.13 against plain Spark.")
public record JarApplication(
    @Schema(
            description = "Id of the artifact that holds it, as its upload answered.",
            example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        @NotNull
        String artifact,
    @Schema(
            description = "Class whose main is called; the one of the jar's manifest when absent.",
            example = "examples.WordCount")
        @Nullable String mainClass,
    @Schema(
            description =
                "Arguments of main. ${run.output} is the directory URI that becomes the result;"
                    + " ${run.id}, ${run.attempt}, ${run.fence}, ${job.name} and ${param.NAME} are"
                    + " known too. $${ stands for the characters themselves.",
            example = "[\"file:///data/text\", \"${run.output}words\"]")
        @Nullable List<String> arguments,
    @Schema(description = "Ids of further artifacts that its classes need.")
        @Nullable List<String> jars,
    @Schema(
            description =
                "Files for driver and executors: ids of artifacts by the name under which"
                    + " SparkFiles.get finds them.",
            example =
                "{\"words.txt\": \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"}")
        @Nullable Map<String, String> files,
    @Schema(
            description =
                "Maven coordinates of further jars, group:artifact:version. The driver fetches them,"
                    + " and what they need, before the program starts; driver and executors have"
                    + " their classes.",
            example = "[\"org.example:library_2.13:1.2.3\"]")
        @Nullable List<String> packages,
    @Schema(
            description =
                "Where packages are looked for, in this order: central, which is Maven Central, and"
                    + " https or file URLs, all out of the server's"
                    + " stoker.jobs.package-repositories. Everything in there when absent.",
            example = "[\"central\"]")
        @Nullable List<String> repositories)
    implements Application {}
