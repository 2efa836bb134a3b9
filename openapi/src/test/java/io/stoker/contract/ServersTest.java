package io.stoker.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServersTest {
  private static final URI A = URI.create("http://a:7700");
  private static final URI B = URI.create("https://b");

  @Test
  void theNextOneIsAskedWhenOneFailsAndTheFirstAfterTheLast() {
    Servers servers = Servers.of("http://a:7700/, https://b");
    assertThat(servers.all()).containsExactly(A, B);
    assertThat(servers).hasToString("http://a:7700,https://b");

    assertThat(servers.current()).isEqualTo(A);
    servers.failed(A);
    assertThat(servers.current()).isEqualTo(B);
    servers.failed(B);
    assertThat(servers.current()).isEqualTo(A);
  }

  @Test
  void threadsThatMeetOneFailureMoveOnOnce() {
    Servers servers = Servers.of("http://a:7700,https://b");
    servers.failed(A);
    servers.failed(A);
    assertThat(servers.current()).isEqualTo(B);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "h:7700", "ftp://h", "http://h/path", "http://u@h", "http://a,", "http://a b"})
  void whatIsNoAddressIsQuoted(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Servers.of(text))
        .withMessageContaining("is not a server's address: write one like");
  }
}
