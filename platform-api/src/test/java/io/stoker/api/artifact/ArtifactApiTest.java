package io.stoker.api.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ArtifactApiTest extends PlatformTest {
  private static final String ARTIFACTS = "/api/v1/artifacts";
  private static final String JAR = "application/java-archive";
  private static final long CAP = 512L << 20;

  private Reply upload(byte[] bytes, String query) {
    return http().upload(ARTIFACTS + query, JAR, bytes);
  }

  @Test
  void aJarIsUploadedListedReadAndDeleted() {
    byte[] jar = Jars.of("whole", "a.Main");
    String id = Jars.sha256(jar);

    Reply made = upload(jar, "?name=whole.jar").expect(201);

    assertThat(made.header("Location")).isEqualTo(ARTIFACTS + "/" + id);
    JsonNode artifact = made.json();
    assertThat(artifact.path("id").asString()).isEqualTo(id);
    assertThat(artifact.path("name").asString()).isEqualTo("whole.jar");
    assertThat(artifact.path("kind").asString()).isEqualTo("JAR");
    assertThat(artifact.path("size").asLong()).isEqualTo(jar.length);
    assertThat(artifact.path("mainClass").asString()).isEqualTo("a.Main");
    assertThat(artifact.path("createdBy").asString()).isEqualTo("admin");
    assertThat(http().get(ARTIFACTS + "/" + id).expect(200).json()).isEqualTo(artifact);
    assertThat(http().get(ARTIFACTS + "?pageSize=1").expect(200).json().at("/items/0"))
        .isEqualTo(artifact);
    assertThat(upload(jar, "?name=other.jar").expect(200).json()).isEqualTo(artifact);

    http().delete(ARTIFACTS + "/" + id).expect(204);
    http().get(ARTIFACTS + "/" + id).problem(404, "NOT_FOUND");
    http().get(ARTIFACTS + "/" + id + "/content").problem(404, "NOT_FOUND");
    http().delete(ARTIFACTS + "/" + id).problem(404, "NOT_FOUND");
    http().get(ARTIFACTS + "/none").problem(404, "NOT_FOUND");
  }

  @Test
  void aFileMayBeAnything() {
    byte[] words = "to be\n".getBytes(StandardCharsets.UTF_8);
    Reply made =
        http()
            .upload(ARTIFACTS + "?kind=FILE&name=words.txt", "application/octet-stream", words)
            .expect(201);
    assertThat(made.json().path("kind").asString()).isEqualTo("FILE");
    Reply content = http().get(ARTIFACTS + "/" + Jars.sha256(words) + "/content").expect(200);
    assertThat(content.bytes()).isEqualTo(words);
    assertThat(content.header("Content-Type")).isEqualTo("application/octet-stream");
    http()
        .upload(ARTIFACTS + "?kind=file", "application/octet-stream", words)
        .problem(422, "VALIDATION_FAILED");
    http()
        .upload(ARTIFACTS + "?kind=FILE", "application/octet-stream", new byte[0])
        .problem(400, "MALFORMED_REQUEST");
    http().delete(ARTIFACTS + "/" + Jars.sha256(words)).expect(204);
  }

  @Test
  void itsBytesComeBackInWholeAndInPart() {
    byte[] jar = Jars.of("ranged", "a.Main");
    String content = ARTIFACTS + "/" + Jars.sha256(jar) + "/content";
    upload(jar, "?name=" + "r%20%22.jar").expect(201);

    Reply whole = http().get(content).expect(200);
    assertThat(whole.bytes()).isEqualTo(jar);
    assertThat(whole.header("Content-Type")).isEqualTo(JAR);
    assertThat(whole.header("Content-Disposition")).startsWith("attachment;");
    Reply part = http().get(content, "Range", "bytes=2-5").expect(206);
    assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(jar, 2, 6));
    assertThat(part.header("Content-Range")).isEqualTo("bytes 2-5/" + jar.length);
    for (String range : List.of("bytes=" + jar.length + "-", "bytes=5-2", "rows=1-2")) {
      http().get(content, "Range", range).problem(416, "RANGE_NOT_SATISFIABLE");
    }
    http().get(content, "If-None-Match", whole.header("ETag")).expect(304);
  }

  @Test
  void whatIsNoJarIsRefusedWithWhatWasFound() {
    Reply html = upload("<html>Not logged in</html>".getBytes(StandardCharsets.UTF_8), "");

    assertThat(html.problem(422, "NOT_A_JAR").path("detail").asString())
        .contains("text that begins with \"<html>");
    upload(new byte[0], "").problem(422, "NOT_A_JAR");
    byte[] jar = Jars.of("cut", "a.Main");
    upload(Arrays.copyOf(jar, jar.length / 2), "").problem(422, "NOT_A_JAR");
    assertThat(files()).as("nothing is kept of them").noneMatch(this::isLoose);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb.jar", "..%5Cb.jar", "a%00b"})
  void aNameIsNoPath(String name) {
    upload(Jars.of("named", "a.Main"), "?name=" + name).problemAt(422, "VALIDATION_FAILED", "name");
  }

  @Test
  void aFormIsNoJar() {
    http()
        .upload(ARTIFACTS, "application/x-www-form-urlencoded", Jars.of("form", "a.Main"))
        .problem(415, "UNSUPPORTED_MEDIA_TYPE");
  }

  /** The client waits for leave to send, as curl does: not a byte of the 2 GiB is sent. */
  @Test
  void anAnnouncedSizeOverTheCapIsRefusedBeforeItIsSent() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(60_000);
      head(socket, "Content-Length: " + (2L << 30) + "\r\nExpect: 100-continue\r\n");

      String answer = firstBytes(socket.getInputStream());

      assertThat(answer).startsWith("HTTP/1.1 413").contains("problem+json");
      assertThat(answer).contains(CAP + " bytes").contains("stoker.artifacts.max-size");
    }
  }

  @Test
  void anUploadThatEndsTooEarlyLeavesNothing() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      head(socket, "Content-Length: 1000000\r\n");
      socket.getOutputStream().write(Jars.of("truncated", "a.Main"));
      socket.getOutputStream().flush();
      Awaitility.await("the server has begun")
          .atMost(Duration.ofSeconds(60))
          .until(() -> files().anyMatch(this::isLoose));
    }
    Awaitility.await("nothing is left")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(files()).noneMatch(this::isLoose));
    assertThat(jdbc().sql("select count(*) from loose_file").query(Long.class).single()).isZero();
  }

  private void head(Socket socket, String headers) throws IOException {
    OutputStream out = socket.getOutputStream();
    String head =
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\n%s\r\n"
            .formatted(ARTIFACTS, secret("admin.key"), JAR, headers);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String firstBytes(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int octet = in.read(); octet >= 0 && text.indexOf("max-size") < 0; octet = in.read()) {
      text.append((char) octet);
    }
    return text.toString();
  }

  private Stream<String> files() {
    Path directory = HOME.resolve("storage/artifacts");
    try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isLoose(String file) {
    return jdbc()
            .sql("select count(*) from artifact where file = :file")
            .param("file", file)
            .query(Long.class)
            .single()
        == 0;
  }
}
