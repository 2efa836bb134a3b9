package io.stoker.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.access.Token;
import io.stoker.api.Http;
import io.stoker.api.Loopback;
import io.stoker.api.Reply;
import io.stoker.contract.Paths;
import io.stoker.contract.cluster.NodePython;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.DesiredState;
import io.stoker.contract.node.JoinReply;
import io.stoker.contract.node.JoinRequest;
import io.stoker.contract.node.LogAck;
import io.stoker.contract.node.NodeDescription;
import io.stoker.contract.node.NodePort;
import io.stoker.contract.node.NodeReport;
import io.stoker.contract.node.ProcessReport;
import io.stoker.contract.node.RegisterReply;
import io.stoker.contract.node.ReportReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A node that speaks the protocol of a real one and starts nothing. */
final class TestNode {
  static final JsonMapper JSON = JsonMapper.shared();

  private final Http http;
  private final String path;
  private final String description;
  private long epoch;
  private final Map<UUID, ProcessReport> processes = new LinkedHashMap<>();
  private @Nullable NodePython python;
  private long report;

  private TestNode(Http http, UUID id, String description) {
    this.http = http;
    this.path = Paths.INTERNAL_NODES + "/" + id;
    this.description = description;
  }

  /** Joins with eight cores, ready for work. */
  static TestNode join(Http joiner, String name) {
    return join(joiner, name, Loopback.of(name), null);
  }

  /** The same with a port at its host where it is asked for pages. */
  static TestNode join(Http joiner, String name, String host, @Nullable NodePort port) {
    NodeDescription description =
        new NodeDescription(
            name, host, "boot-1", null, 8000, 16L << 30, Map.of(), 17, "4.2.0", "digest", null,
            null, port);
    String body = JSON.writeValueAsString(description);
    String credential = Token.random(Token.Kind.NODE).text();
    String join = JSON.writeValueAsString(new JoinRequest(credential, description));
    JoinReply joined =
        JSON.readValue(joiner.post(Paths.NODE_JOIN, join).expect(200).text(), JoinReply.class);
    Http http = joiner.as(credential);
    TestNode node = new TestNode(http, joined.nodeId(), body);
    node.register();
    return node;
  }

  /** Also as its service does when it is started anew. */
  RegisterReply register() {
    String reply = http.post(path + "/registrations", description).expect(200).text();
    RegisterReply registered = JSON.readValue(reply, RegisterReply.class);
    epoch = registered.epoch();
    report();
    return registered;
  }

  /** Says that it has an interpreter. */
  TestNode withPython() {
    python = new NodePython("READY", "/usr/bin/python3", "3.11.2", "4.2.0", "0.10.9.9", null);
    report();
    return this;
  }

  /** The assignment that it was given, once it was. */
  Assignment await(Predicate<Assignment> wanted) {
    return Awaitility.await("an assignment")
        .atMost(Duration.ofSeconds(60))
        .until(this::assignments, all -> all.stream().anyMatch(wanted))
        .stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  Assignment awaitDriver(String run) {
    return await(it -> it.driver() != null && run.equals(String.valueOf(it.runId())));
  }

  List<Assignment> assignments() {
    report();
    String query = "/assignments?epoch=" + epoch;
    return JSON.readValue(http.get(path + query).expect(200).text(), DesiredState.class)
        .assignments();
  }

  /** Ends what it is told to stop, and clears what it is told of no more. */
  void obey() {
    assignments().stream().filter(it -> it.desired().equals("STOP")).forEach(it -> ended(it, 143));
    processes.keySet().retainAll(assignments().stream().map(Assignment::id).toList());
    report();
  }

  void runs(Assignment assignment) {
    processes.put(
        assignment.id(),
        new ProcessReport(
            assignment.id(), "RUNNING", 4711L, null, null, null, null, null, 500L, 900L));
    report();
  }

  void ended(Assignment assignment, @Nullable Integer code) {
    processes.put(
        assignment.id(),
        new ProcessReport(
            assignment.id(), "EXITED", 4711L, null, null, code, "EXITED", null, null, null));
    report();
  }

  Reply artifact(String id) {
    return http.get(path + "/artifacts/" + id);
  }

  /** Says nothing of it any more, though it has said before that it runs. */
  void loses(Assignment assignment) {
    processes.remove(assignment.id());
    report();
  }

  void log(Assignment assignment, String stream, long offset, String text) {
    log(assignment, stream + "?offset=" + offset, text).expect(200);
  }

  /** A piece after which nothing comes. */
  void lastLog(Assignment assignment, String stream, long offset, String text) {
    log(assignment, stream + "?last=true&offset=" + offset, text).expect(200);
  }

  /** A piece behind the one that begins at the offset {@code segment}. */
  LogAck logBehind(Assignment assignment, String stream, long segment, long offset, String text) {
    Reply reply = log(assignment, stream + "?segment=" + segment + "&offset=" + offset, text);
    return JSON.readValue(reply.expect(200).text(), LogAck.class);
  }

  Reply log(Assignment assignment, String piece, String text) {
    return http.send(
        "PUT",
        path + "/logs/" + assignment.id() + "/" + piece,
        text,
        "Content-Type",
        "application/octet-stream");
  }

  /** Reports once more, and hears whose logs somebody reads. */
  List<UUID> followedLogs() {
    Reply reply = sendReport();
    return reply.status() == 204
        ? List.of()
        : JSON.readValue(reply.expect(200).text(), ReportReply.class).followedLogs();
  }

  private void report() {
    assertThat(sendReport().status()).isIn(200, 204);
  }

  private Reply sendReport() {
    NodeReport full =
        new NodeReport(epoch, ++report, true, new ArrayList<>(processes.values()), python, null);
    return http.put(path + "/report", JSON.writeValueAsString(full));
  }
}
