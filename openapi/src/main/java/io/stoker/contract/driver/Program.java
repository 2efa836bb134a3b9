package io.stoker.contract.driver;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A job's program as its driver executes it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SqlProgram.class, name = "SQL"),
  @JsonSubTypes.Type(value = JarProgram.class, name = "JAR"),
  @JsonSubTypes.Type(value = PythonProgram.class, name = "PYTHON")
})
public sealed interface Program permits SqlProgram, UserProgram {}
