package io.stoker.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.node.home.NodeProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MachineTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, is not an address of this machine",
    "no.such.host.invalid, is not an address of this machine",
    "0.0.0.0, means every address"
  })
  void refusesHostThatIsNotOfThisMachine(String host, String problem) {
    assertThatThrownBy(() -> check(Map.of("stoker.node.host", host, "stoker.node.spark-home", "/")))
        .isInstanceOf(NodeProblem.class)
        .hasMessageStartingWith("stoker.node.host: '" + host + "' " + problem);
  }

  @Test
  void saysWhatIsMissingInTheRuntime(@TempDir Path spark) throws Exception {
    Files.createDirectory(spark.resolve("jars"));
    assertThatThrownBy(() -> check(Map.of("stoker.node.spark-home", spark.toString())))
        .isInstanceOf(NodeProblem.class)
        .hasMessageStartingWith("stoker.node.spark-home: There is no spark-core_*.jar in " + spark);
  }

  private static void check(Map<String, String> settings) {
    Machine.check(
        new Binder(new MapConfigurationPropertySource(settings))
            .bindOrCreate("stoker.node", NodeProperties.class));
  }
}
