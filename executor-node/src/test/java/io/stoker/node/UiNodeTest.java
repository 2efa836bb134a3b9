package io.stoker.node;

import static io.stoker.node.TestNode.assignment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.NodePort;
import io.stoker.contract.ui.UiForwarding;
import io.stoker.launcher.process.ChildProcess;
import io.stoker.launcher.process.ProcessDirectory;
import io.stoker.launcher.process.ProcessStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node's port, with a small web server in the place of a driver. */
class UiNodeTest extends NodeFixture {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  UiNodeTest(@TempDir Path directory) throws IOException {
    super(directory);
  }

  @Test
  void readsThePagesOfItsOwnDriverAlsoAfterItsServiceWasStartedAgain() throws Exception {
    TestNode node = start();
    Assignment driver = pages("");
    platform.want(driver);
    soon().until(() -> answer(driver.id(), "/x").equals("FORWARDED"));

    HttpResponse<String> page = get(driver.id(), "/some/page?a=1&b=%2F", port().secret());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains(
            "GET /some/page?a=1&b=%2F", "X-forwarded-context=[/runs/1/ui]", "Accept=[text/html]")
        .as("nobody's credentials")
        .doesNotContainIgnoringCase("authorization")
        .doesNotContainIgnoringCase("cookie")
        .doesNotContain(port().secret());
    assertThat(page.headers().firstValue("ETag")).contains("\"1\"");
    assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(page.headers().firstValue("Content-Security-Policy")).contains("x-src 'none'");

    HttpResponse<String> redirect = get(driver.id(), "/redirect", port().secret());
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(redirect.headers().firstValue("Location").orElseThrow()).endsWith("/jobs/");

    NodePort before = port();
    node.close();
    start();
    soon().until(() -> platform.registrations().size() == 2);
    assertThat(port().secret()).isNotEqualTo(before.secret());
    soon().until(() -> answer(driver.id(), "/x").equals("FORWARDED"));
    assertThat(get(driver.id(), "/x", before.secret()).statusCode())
        .as("an old secret")
        .isEqualTo(401);
  }

  @Test
  void letsNobodyInWithoutItsSecretAndReadsNothingElse() throws Exception {
    start();
    Assignment driver = pages("");
    Assignment silent = assignment("sleep 1000");
    Assignment off = assignment("echo 0 > $OWN/ui.port; sleep 1000");
    platform.want(driver);
    platform.want(silent);
    platform.want(off);
    soon().until(() -> answer(driver.id(), "/x").equals("FORWARDED"));
    soon().until(() -> answer(off.id(), "/x").equals("NO_UI"));

    assertThat(get(driver.id(), "/x", "wrong").statusCode()).isEqualTo(401);
    assertThat(send(request(UiForwarding.path(driver.id()) + "/x")).statusCode()).isEqualTo(401);
    HttpRequest.Builder post =
        request(UiForwarding.path(driver.id()) + "/jobs/job/kill/")
            .header("Authorization", "Bearer " + port().secret())
            .POST(HttpRequest.BodyPublishers.ofString("id=1"));
    assertThat(send(post).statusCode()).isEqualTo(405);
    assertThat(answer(silent.id(), "/x")).isEqualTo("NOT_YET");
    assertThat(answer(UUID.randomUUID(), "/x")).isEqualTo("NO_SUCH_PROCESS");
    HttpRequest.Builder elsewhere =
        request("/elsewhere").header("Authorization", "Bearer " + port().secret());
    assertThat(send(elsewhere).statusCode()).isEqualTo(404);
  }

  /** Goes red when the node believes the number in the file, or asks at which address it is not. */
  @Test
  void readsNoPortThatAnotherProcessListensOn() throws Exception {
    HttpServer foreign =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    foreign.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("no".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    foreign.start();
    int port = foreign.getAddress().getPort();
    try {
      start();
      Assignment atAnotherAddress = pages("127.0.0.3 " + port);
      platform.want(atAnotherAddress);
      soon().until(() -> answer(atAnotherAddress.id(), "/x").equals("NO_UI"));
      Assignment liar = assignment("echo " + port + " > $OWN/ui.port; sleep 1000");
      platform.want(liar);
      soon().until(() -> answer(liar.id(), "/x").equals("NO_UI"));
    } finally {
      foreign.stop(0);
    }
  }

  /** Goes red when the node ends every answer in good order. */
  @Test
  void anAnswerThatBreaksOffDoesNotSeemWhole() throws Exception {
    start();
    Assignment driver = pages("");
    platform.want(driver);
    soon().until(() -> answer(driver.id(), "/x").equals("FORWARDED"));
    assertThatThrownBy(() -> get(driver.id(), "/dies-in-mid-answer", port().secret()))
        .isInstanceOf(IOException.class);
  }

  /** Goes red when one process may have all threads. */
  @Test
  void aDriverThatHangsLeavesTheOthersTheirPages() throws Exception {
    start();
    Assignment stuck = pages("");
    Assignment other = pages("");
    platform.want(stuck);
    platform.want(other);
    soon().until(() -> answer(stuck.id(), "/x").equals("FORWARDED"));
    soon().until(() -> answer(other.id(), "/x").equals("FORWARDED"));
    long pid =
        ProcessDirectory.list(home).stream()
            .filter(child -> child.record().id().equals(stuck.id()))
            .map(UiNodeTest::pid)
            .findFirst()
            .orElseThrow();
    signal("STOP", pid);
    try {
      List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        waiting.add(
            HTTP.sendAsync(
                withSecret(stuck.id(), "/x", port().secret()).build(),
                HttpResponse.BodyHandlers.ofString()));
      }
      soon().until(() -> waiting.stream().filter(request -> !request.isDone()).count() == 8);
      assertThat(answer(stuck.id(), "/x")).isEqualTo("BUSY");
      assertThat(answer(other.id(), "/x")).isEqualTo("FORWARDED");
      signal("CONT", pid);
      soon().until(() -> waiting.stream().allMatch(CompletableFuture::isDone));
      soon().until(() -> answer(stuck.id(), "/x").equals("FORWARDED"));
    } finally {
      signal("CONT", pid);
    }
  }

  /** The program may write there too. */
  @Test
  void believesNoFileThatIsNone() throws Exception {
    start();
    Assignment pipe = assignment("mkfifo $OWN/ui.port; sleep 1000");
    Assignment huge = assignment("yes 40400 | head -c 1000000 > $OWN/ui.port; sleep 1000");
    platform.want(pipe);
    platform.want(huge);
    for (Assignment wrong : List.of(pipe, huge)) {
      soon().until(() -> answer(wrong.id(), "/x").equals("NO_UI"));
    }
  }

  @Test
  void saysWhenAProcessDoesNotAnswerAndWhenItHasGone() throws Exception {
    start();
    Assignment driver = pages("");
    platform.want(driver);
    soon().until(() -> answer(driver.id(), "/x").equals("FORWARDED"));
    assertThat(answer(driver.id(), "/exit")).isNotEqualTo("FORWARDED");
    soon().until(() -> answer(driver.id(), "/x").equals("NO_SUCH_PROCESS"));
  }

  @Override
  protected TestNode start() throws IOException {
    TestNode node = super.start();
    soon().until(platform::hasReport);
    return node;
  }

  /** A driver that shows what it is asked. */
  private static Assignment pages(String more) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath = Path.of("target", "test-classes").toAbsolutePath().toString();
    return assignment(
        "exec '%s' -Xmx32m -XX:TieredStopAtLevel=1 -cp '%s' io.stoker.node.TestPages \"$OWN/ui.port\" %s"
            .formatted(java, classPath, more));
  }

  private NodePort port() {
    var registrations = platform.registrations();
    return Objects.requireNonNull(registrations.get(registrations.size() - 1).http());
  }

  private String answer(UUID process, String path) throws Exception {
    return get(process, path, port().secret())
        .headers()
        .firstValue(UiForwarding.ANSWER)
        .orElse("none");
  }

  private HttpResponse<String> get(UUID process, String path, String secret) throws Exception {
    return send(
        withSecret(process, path, secret)
            .header("Cookie", "stoker_ui=secret")
            .header("X-Forwarded-Context", "/runs/1/ui")
            .header("Accept", "text/html"));
  }

  private HttpRequest.Builder withSecret(UUID process, String path, String secret) {
    return request(UiForwarding.path(process) + path).header("Authorization", "Bearer " + secret);
  }

  private static long pid(ChildProcess child) {
    try {
      return ((ProcessStatus.Running) child.status()).pid();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port().port() + path))
        .timeout(Duration.ofSeconds(60));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
