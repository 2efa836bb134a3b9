package io.stoker.acceptance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Packaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.NodeList;

/**
 * {@code ./stoker} builds lists of modules. On a clean checkout, where nothing was built before,
 * each list must hold whatever its modules need of ours, for tests too, which Maven compiles with
 * them.
 */
class StartScriptTest {
  private static final Pattern LIST = Pattern.compile("modules=\\(([^)]*)\\)");

  static Stream<List<String>> lists() throws IOException {
    String script = Files.readString(Packaged.REPOSITORY.resolve("stoker"));
    return LIST.matcher(script).results().map(list -> List.of(list.group(1).strip().split("\\s+")));
  }

  @Test
  void thereAreTwoOfThem() throws IOException {
    assertThat(lists()).hasSize(2).allMatch(list -> list.contains("cli"));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void eachListIsWhole(List<String> modules) throws Exception {
    for (String module : modules) {
      assertThat(modules).as("what %s needs", module).containsAll(needs(module));
    }
  }

  private static List<String> needs(String module) throws Exception {
    Path pom = Packaged.REPOSITORY.resolve(module).resolve("pom.xml");
    NodeList artifacts =
        (NodeList)
            XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                    "/project/dependencies/dependency[groupId='${project.groupId}'"
                        + " or groupId='io.stoker']/artifactId",
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile()),
                    XPathConstants.NODESET);
    return Stream.iterate(0, i -> i < artifacts.getLength(), i -> i + 1)
        .map(i -> artifacts.item(i).getTextContent())
        .toList();
  }
}
