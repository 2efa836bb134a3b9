package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryPathTest {
  private static final String APPLICATION = "0197a3c4-1c5e-7aa0-8000-0123456789ab-7";

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/jobs/", "/stages/stage/", "/executors/threadDump/", "/SQL/execution/"})
  void pagesOfAnApplicationAndItsFigures(String rest) {
    for (String root : new String[] {"/history/", "/api/v1/applications/"}) {
      HistoryPath path = new HistoryPath(root + APPLICATION + rest);
      assertThat(path.isPlain()).isTrue();
      assertThat(path.application()).contains(APPLICATION);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/history/" + APPLICATION + "/../x/",
        "/history/" + APPLICATION + "/./x/",
        "/history/" + APPLICATION + "/..",
        "/history/" + APPLICATION + "//x",
        "/history/" + APPLICATION + "/%2e%2e/x",
        "/history/" + APPLICATION + "/..;a=b/x",
        "/history/" + APPLICATION + "/;a",
        "/history/" + APPLICATION + "/a\\..\\b",
        "/history/" + APPLICATION + "/a?b",
        "/history/" + APPLICATION + "/ä"
      })
  void whatAWebServerMightReadInAnotherWay(String path) {
    assertThat(new HistoryPath(path).isPlain()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/history/",
        "/history/" + APPLICATION + "x",
        "/history/x" + APPLICATION,
        "/histor/" + APPLICATION,
        "/api/v1/applications",
        "/api/v1/applications/",
        "/api/v2/applications/" + APPLICATION,
        "//history/" + APPLICATION
      })
  void whatNamesNoApplication(String path) {
    assertThat(new HistoryPath(path).application()).isEmpty();
  }
}
