package io.stoker.contract.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.swagger.v3.oas.annotations.media.DiscriminatorMapping;
import io.swagger.v3.oas.annotations.media.Schema;

/** The program of a job. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SqlApplication.class, name = "SQL"),
  @JsonSubTypes.Type(value = JarApplication.class, name = "JAR"),
  @JsonSubTypes.Type(value = PythonApplication.class, name = "PYTHON")
})
@Schema(
    description = "The program of a job.",
    discriminatorProperty = "type",
    discriminatorMapping = {
      @DiscriminatorMapping(value = "SQL", schema = SqlApplication.class),
      @DiscriminatorMapping(value = "JAR", schema = JarApplication.class),
      @DiscriminatorMapping(value = "PYTHON", schema = PythonApplication.class)
    })
public sealed interface Application permits SqlApplication, JarApplication, PythonApplication {}
