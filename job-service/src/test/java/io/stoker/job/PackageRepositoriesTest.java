package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageRepositoriesTest {
  @Test
  void aJobTakesWhatItNamesAndIsStillAllowed() {
    PackageRepositories known =
        PackageRepositories.of(" central,https://a.example/maven , file:///opt/maven/,");
    assertThat(known.urls())
        .containsExactly("central", "https://a.example/maven/", "file:///opt/maven/");
    List<String> one = List.of("a:b:1");
    assertThat(known.of(new JobSpec.Packages(one, List.of()))).isEqualTo(known.urls());
    assertThat(
            known.of(
                new JobSpec.Packages(one, List.of("file:///opt/maven/", "https://gone.example/"))))
        .containsExactly("file:///opt/maven/");
    assertThat(PackageRepositories.of("").urls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a.example/",
        "https://user:secret@a.example/",
        "https://a.example/?x=1",
        "https:///x",
        "/opt/maven",
        "file:x",
        "ftp://a/",
        "https://a b/",
        "https://a.example/#x"
      })
  void whatIsNoRepositoryIsNamed(String url) {
    assertThatThrownBy(() -> PackageRepositories.of(url)).hasMessageContaining(url);
  }
}
