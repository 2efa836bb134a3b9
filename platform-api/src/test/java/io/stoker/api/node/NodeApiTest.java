package io.stoker.api.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.access.Token;
import io.stoker.api.Http;
import io.stoker.api.Loopback;
import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import io.stoker.contract.Paths;
import io.stoker.contract.cluster.NodeShuffleServer;
import io.stoker.contract.node.JoinRequest;
import io.stoker.contract.node.NodeDescription;
import io.stoker.contract.node.NodePort;
import io.stoker.contract.node.NodeReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Nodes over HTTP; these never read the storage, so that no run of another test comes to them. */
class NodeApiTest extends PlatformTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  private record Joined(Http http, String id, String path) {
    Reply register(NodeDescription description) {
      return http.post(path + "/registrations", JSON.writeValueAsString(description));
    }

    Reply report(long epoch, long number) {
      return report(epoch, number, null);
    }

    Reply report(long epoch, long number, @Nullable NodeShuffleServer server) {
      NodeReport report = new NodeReport(epoch, number, false, List.of(), null, server);
      return http.put(path + "/report", JSON.writeValueAsString(report));
    }
  }

  @Test
  void aTokenForOneMachineWorksOnce() {
    Http joiner = anonymous().as(newToken());
    join(joiner, "once");
    joiner.post(Paths.NODE_JOIN, request("twice", newCredential())).problem(401, "UNAUTHENTICATED");
  }

  /** A word that only a newer node knows costs neither its sign of life nor the list of nodes. */
  @Test
  void howTheShuffleServerStandsIsShownAsTheNodeSaysIt() {
    Joined node = join(anonymous().as(newToken()), "serves");
    long epoch = node.register(description("serves")).expect(200).json().required("epoch").asLong();
    String path = Paths.NODES + "/" + node.id();
    assertThat(http().get(path).expect(200).json().has("shuffleServer")).isFalse();

    Instant since = Instant.parse("2026-05-01T10:00:00Z");
    node.report(epoch, 1, shuffleServer("RUNNING", since)).expect(204);
    JsonNode shown = http().get(path).expect(200).json().required("shuffleServer");
    assertThat(shown.required("state").asString()).isEqualTo("RUNNING");
    assertThat(shown.required("since").asString()).isEqualTo("2026-05-01T10:00:00Z");
    assertThat(shown.required("memoryBytes").asLong()).isEqualTo(896L << 20);
    assertThat(shown.required("rssBytes").asLong()).isEqualTo(200L << 20);
    assertThat(shown.required("restarts").asInt()).isEqualTo(2);
    assertThat(shown.required("lastFailure").asString()).isEqualTo("It hung.");

    node.report(epoch, 2, shuffleServer("DREAMING", since)).expect(204);
    assertThat(http().get(path).expect(200).json().has("shuffleServer")).isFalse();
  }

  private static NodeShuffleServer shuffleServer(String state, Instant since) {
    return new NodeShuffleServer(state, since, 896L << 20, 200L << 20, 2, since, "It hung.");
  }

  /** Goes red when a repeat is taken for another machine: then the name and the token are gone. */
  @Test
  void aMachineThatDidNotHearTheAnswerJoinsAllTheSame() {
    Http joiner = anonymous().as(newToken());
    String credential = newCredential();
    String request = request("unheard", credential);
    String first = joiner.post(Paths.NODE_JOIN, request).expect(200).text();
    assertThat(joiner.post(Paths.NODE_JOIN, request).expect(200).text()).isEqualTo(first);

    Joined node = joined(joiner, first, credential);
    node.register(description("unheard")).expect(200);
    joiner.post(Paths.NODE_JOIN, request).problem(401, "UNAUTHENTICATED");
  }

  @Test
  void aTokensValidityHasBounds() {
    JsonNode token = http().post(Paths.JOIN_TOKENS, "{\"validFor\": \"PT1S\"}").expect(201).json();
    assertThat(token.path("token").asString()).startsWith("stj_");
    for (String validFor : List.of("PT0S", "-PT1H", "PT24H1S")) {
      http()
          .post(Paths.JOIN_TOKENS, "{\"validFor\": \"%s\"}".formatted(validFor))
          .problemAt(422, "VALIDATION_FAILED", "/validFor");
    }
  }

  @Test
  void aNameIsTakenWhileItsNodeLives() {
    join(anonymous().as(newToken()), "taken");
    String body = request("taken", newCredential());
    Http joiner = anonymous().as(newToken());
    JsonNode problem = joiner.post(Paths.NODE_JOIN, body).problem(409, "ALREADY_EXISTS");
    assertThat(problem.path("detail").asString()).contains("choose another name");
    // the token is not used up by a refusal
    join(joiner, "free");
  }

  @Test
  void everyWrongFieldOfADescriptionIsNamed() {
    NodeDescription wrong =
        new NodeDescription(
            "Big Name", "", " ", "", 0, 1L << 20, Map.of(), 17, "4.2.0", "none", null, null, null);
    anonymous()
        .as(newToken())
        .post(Paths.NODE_JOIN, JSON.writeValueAsString(new JoinRequest("stn_guess", wrong)))
        .problemAt(
            422,
            "VALIDATION_FAILED",
            "/credential",
            "/node/name",
            "/node/host",
            "/node/bootId",
            "/node/homeId",
            "/node/coresMilli");
  }

  @Test
  void aPortThatNoneCanBeIsRefusedAndTheSecretGoesWithTheNode() {
    Joined node = join(anonymous().as(newToken()), "shows-pages");
    String secret = "s".repeat(43);
    node.register(description("shows-pages", new NodePort(70_000, "line\nfeed", true)))
        .problemAt(422, "VALIDATION_FAILED", "/http/port", "/http/secret");
    node.register(description("shows-pages", new NodePort(7755, secret, true))).expect(200);
    assertThat(secretOf(node)).contains(secret);
    jdbc()
        .sql("update node set state = 'UNREACHABLE' where id = :id")
        .param("id", UUID.fromString(node.id()))
        .update();
    http().delete(Paths.NODES + "/" + node.id()).expect(204);
    assertThat(secretOf(node)).isEmpty();
  }

  private Optional<String> secretOf(Joined node) {
    return jdbc()
        .sql("select http_secret from node where id = :id and http_secret is not null")
        .param("id", UUID.fromString(node.id()))
        .query(String.class)
        .optional();
  }

  @Test
  void aRegistrationBringsAProbeAndVoidsEarlierEpochs() throws Exception {
    Joined node = join(anonymous().as(newToken()), "probed");
    JsonNode first = node.register(description("probed")).expect(200).json();
    Path probe = Path.of(first.path("storageProbe").asString());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(probe));
    assertThat(first.path("storageProbeSha256").asString())
        .isEqualTo(HexFormat.of().formatHex(digest));
    node.report(1, 1).expect(204);
    JsonNode second = node.register(description("probed")).expect(200).json();
    assertThat(second.path("epoch").asLong()).isEqualTo(2);
    assertThat(probe).doesNotExist();
    node.report(1, 2).problem(409, "FENCED");
    node.http().get(node.path() + "/assignments?epoch=1").problem(409, "FENCED");
    node.report(2, 1).expect(204);
    node.report(2, 1).expect(204);
  }

  @Test
  void aLongPollAnswersAsSoonAsSomethingHasChanged() {
    Joined node = join(anonymous().as(newToken()), "polled");
    node.register(description("polled")).expect(200);
    String path = node.path() + "/assignments?epoch=1&after=0&wait=";
    assertThat(node.http().get(path + "PT0.2S").expect(200).json().path("version").asLong())
        .isZero();
    CompletableFuture<Reply> poll =
        CompletableFuture.supplyAsync(() -> node.http().get(path + "PT60S"));
    jdbc()
        .sql("update node set desired_version = 1 where id = :id")
        .param("id", UUID.fromString(node.id()))
        .update();
    assertThat(poll.join().expect(200).json().path("version").asLong()).isEqualTo(1);
  }

  @Test
  void aNodeIsShownAndRemovedOnceItIsGone() {
    Joined node = join(anonymous().as(newToken()), "shown");
    node.register(description("shown")).expect(200);
    node.report(1, 1).expect(204);
    String path = Paths.NODES + "/" + node.id();
    JsonNode shown = http().get(path).expect(200).json();
    assertThat(shown.path("state").asString()).isEqualTo("READY");
    assertThat(shown.path("cores").decimalValue()).isEqualByComparingTo("0.1");
    assertThat(shown.path("coresUsed").decimalValue()).isEqualByComparingTo("0");
    assertThat(http().get(Paths.NODES).expect(200).text()).contains(node.id());
    http().delete(path).problem(409, "CONFLICT");
    jdbc()
        .sql("update node set state = 'UNREACHABLE' where id = :id")
        .param("id", UUID.fromString(node.id()))
        .update();
    http().delete(path).expect(204);
    assertThat(http().get(Paths.NODES).expect(200).text()).doesNotContain(node.id());
    node.report(1, 2).problem(401, "UNAUTHENTICATED");
    http().get(Paths.NODES + "/" + UUID.randomUUID()).problem(404, "NOT_FOUND");
  }

  @Test
  void aNodeIsDrainedAndTakenBackAndRemoved() {
    Joined node = join(anonymous().as(newToken()), "drained");
    node.register(description("drained")).expect(200);
    String path = Paths.NODES + "/" + node.id();
    JsonNode drained =
        http()
            .post(
                path + ":drain",
                "{\"deadline\": \"PT30M\", \"reason\": \"new kernel\", \"drivers\": \"MOVE\"}")
            .expect(200)
            .json();
    assertThat(drained.path("state").asString()).as("it was empty").isEqualTo("DRAINED");
    assertThat(drained.at("/drain/reason").asString()).isEqualTo("new kernel");
    assertThat(drained.at("/drain/drivers").asString()).isEqualTo("MOVE");
    assertThat(drained.at("/drain/secondsLeft").asLong()).isBetween(1700L, 1800L);
    JsonNode back = http().post(path + ":undrain", "").expect(200).json();
    assertThat(back.path("state").asString()).isEqualTo("READY");
    assertThat(back.has("drain")).isFalse();
    http().post(path + ":remove", "").problem(409, "CONFLICT");

    String own = node.path() + "/drain?deadline=PT1M&epoch=";
    node.http().post(own + 7, "").problem(409, "FENCED");
    assertThat(node.http().post(own + 1, "").expect(200).json().path("state").asString())
        .isEqualTo("DRAINED");
    node.register(description("drained")).expect(200);
    assertThat(http().get(path).json().path("state").asString()).isEqualTo("READY");

    http().post(path + ":drain", "{}").expect(200);
    http().post(path + ":remove", "").expect(204);
    http().post(path + ":drain", "{}").problem(409, "CONFLICT");
    String unknown = Paths.NODES + "/" + UUID.randomUUID();
    http().post(unknown + ":drain", "{}").problem(404, "NOT_FOUND");
    http().post(unknown + ":undrain", "").problem(404, "NOT_FOUND");
    http().post(unknown + ":remove", "").problem(404, "NOT_FOUND");
  }

  @Test
  void everyWrongFieldOfADrainIsNamed() {
    Joined node = join(anonymous().as(newToken()), "undrained");
    http()
        .post(
            Paths.NODES + "/" + node.id() + ":drain",
            "{\"deadline\": \"soon\", \"drivers\": \"KILL\", \"reason\": \"a\\n"
                + "b\", \"force\": true}")
        .problemAt(422, "VALIDATION_FAILED", "/deadline", "/drivers", "/reason", "/force");
    assertThat(http().get(Paths.NODES + "/" + node.id()).json().path("state").asString())
        .isEqualTo("READY");
  }

  @Test
  void aNodeSpeaksForItselfOnly() {
    Joined one = join(anonymous().as(newToken()), "one");
    Joined other = join(anonymous().as(newToken()), "other");
    Joined disguised = new Joined(one.http(), other.id(), other.path());
    disguised.register(description("other")).problem(403, "FORBIDDEN");
    disguised.report(1, 1).problem(403, "FORBIDDEN");
  }

  @Test
  void oldEpochsAndCopiedCredentialsAreRefused() {
    Joined node = join(anonymous().as(newToken()), "copied");
    node.register(description("copied")).expect(200);
    Reply refused = node.register(description("copied", "127.0.0.8", "other boot", null));
    assertThat(refused.problem(409, "NODE_IDENTITY_IN_USE").path("detail").asString())
        .contains("speaks as node copied, at host 127.", "delete identity.json in the copy");
    assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 21L);
    node.register(description("pasted")).problem(409, "CONFLICT");
    node.report(1, 1).expect(204);

    node.register(description("copied")).expect(200);
    for (int epoch : List.of(0, 1, 3)) {
      node.report(epoch, 99).problem(409, "FENCED");
      String of = "epoch=" + epoch;
      node.http().get(node.path() + "/assignments?" + of).problem(409, "FENCED");
      node.http().post(node.path() + "/drain?deadline=PT1M&" + of, "").problem(409, "FENCED");
      String stream = node.path() + "/logs/" + UUID.randomUUID() + "/stdout?offset=0&" + of;
      log(node, stream).problem(409, "FENCED");
    }
    node.report(2, 1).expect(204);
  }

  @Test
  void anAddressIsOneNodes() {
    join(anonymous().as(newToken()), "housed");
    NodeDescription neighbour = description("neighbour", Loopback.of("housed"), "boot", null);
    String body = JSON.writeValueAsString(new JoinRequest(newCredential(), neighbour));
    anonymous()
        .as(newToken())
        .post(Paths.NODE_JOIN, body)
        .problemAt(409, "NODE_HOST_IN_USE", "/node/host");
  }

  @Test
  void logsBelongToAProcessOfTheNode() {
    Joined node = join(anonymous().as(newToken()), "logging");
    String logs = node.path() + "/logs/" + UUID.randomUUID();
    assertThat(log(node, logs + "/stdout?offset=0").problem(404, "NOT_FOUND").toString())
        .contains("never assigned");
    log(node, logs + "/environ?offset=0").problem(404, "NOT_FOUND");
    log(node, logs + "/stdout?offset=-1").problem(400, "MALFORMED_REQUEST");
    log(node, logs + "/stdout?offset=9&segment=-1").problem(400, "MALFORMED_REQUEST");
  }

  private static Reply log(Joined node, String path) {
    return node.http().send("PUT", path, "text", "Content-Type", "application/octet-stream");
  }

  private String newToken() {
    return http().post(Paths.JOIN_TOKENS, "{}").expect(201).json().path("token").asString();
  }

  private static Joined join(Http joiner, String name) {
    String credential = newCredential();
    String reply = joiner.post(Paths.NODE_JOIN, request(name, credential)).expect(200).text();
    return joined(joiner, reply, credential);
  }

  private static Joined joined(Http joiner, String reply, String credential) {
    String id = JSON.readTree(reply).path("nodeId").asString();
    return new Joined(joiner.as(credential), id, Paths.INTERNAL_NODES + "/" + id);
  }

  private static String request(String name, String credential) {
    return JSON.writeValueAsString(new JoinRequest(credential, description(name)));
  }

  private static String newCredential() {
    return Token.random(Token.Kind.NODE).text();
  }

  private static NodeDescription description(String name) {
    return description(name, null);
  }

  private static NodeDescription description(String name, @Nullable NodePort http) {
    return description(name, Loopback.of(name), "boot", http);
  }

  private static NodeDescription description(
      String name, String host, String bootId, @Nullable NodePort http) {
    return new NodeDescription(
        name, host, bootId, "home", 100, 1L << 20, Map.of(), 17, "4.2.0", "none", "WATCHED", null,
        http);
  }
}
