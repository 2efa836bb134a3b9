package io.stoker.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stoker.contract.Problem;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.DesiredState;
import io.stoker.contract.node.DrainReply;
import io.stoker.contract.node.JoinReply;
import io.stoker.contract.node.JoinRequest;
import io.stoker.contract.node.LogAck;
import io.stoker.contract.node.NodeDescription;
import io.stoker.contract.node.NodeReport;
import io.stoker.contract.node.ProcessReport;
import io.stoker.contract.node.RegisterReply;
import io.stoker.contract.node.ReportReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The platform's side of the node protocol over real HTTP, as the protocol says and no better. */
final class FakePlatform implements AutoCloseable {
  static final String TOKEN = "stj_good";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path probe;
  private final String probeSha256;
  private final int port;
  private final Map<UUID, Assignment> desired = new HashMap<>();
  private final Set<String> live = new HashSet<>();
  private final Map<String, ByteArrayOutputStream> logs = new HashMap<>();
  private final Map<String, List<Long>> pieces = new HashMap<>();
  private final Map<String, Long> segments = new HashMap<>();
  private int looksAtAllSegments;
  private final Map<String, byte[]> artifacts = new HashMap<>();
  private final List<String> fetched = new ArrayList<>();
  private final List<NodeDescription> registrations = new ArrayList<>();
  private @Nullable NodeReport lastReport;
  private final Set<String> endedLogs = new HashSet<>();
  private @Nullable UUID node;
  private @Nullable String credential;
  private int joins;
  private int unheardJoins;
  private int drains;
  private boolean drained;
  private @Nullable Problem refusal;
  private int refusals;
  private List<UUID> followed = List.of();
  private boolean held;
  private @Nullable String broken;
  private long version;
  private long epoch;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  FakePlatform(Path directory) throws IOException {
    this.probe = Files.writeString(directory.resolve("probe"), "storage of this platform");
    this.probeSha256 = sha256(probe);
    this.port = start(0);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  void start() throws IOException {
    start(port);
  }

  /** The file in its storage by which a node is to prove that it reads it. */
  Path probe() {
    return probe;
  }

  /** The port is closed and every open connection cut, long polls too. */
  void stop() {
    if (server != null && threads != null) {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  @Override
  public void close() {
    stop();
  }

  // ── what the platform decides ────────────────────────────────────────────────────────────────

  synchronized void want(Assignment assignment) {
    desired.put(assignment.id(), assignment);
    version++;
    notifyAll();
  }

  /** Attempts of this application are live, or are over. */
  synchronized void live(String application, boolean live) {
    boolean changed = live ? this.live.add(application) : this.live.remove(application);
    version += changed ? 1 : 0;
    notifyAll();
  }

  /** The node is DRAINED. */
  synchronized void drained() {
    drained = true;
    version++;
    notifyAll();
  }

  synchronized void forget(UUID assignment) {
    desired.remove(assignment);
    version++;
    notifyAll();
  }

  /** Another registration takes over: what was said under the last one is void. */
  synchronized void supersede() {
    epoch++;
    notifyAll();
  }

  /** Every call is refused from now on; null: no longer. */
  synchronized void refuse(@Nullable Problem problem) {
    refusal = problem;
  }

  /** A jar under a digest, which need not be its own; null: there is none (any more). */
  synchronized void artifact(String digest, byte @Nullable [] bytes) {
    if (bytes == null) {
      artifacts.remove(digest);
    } else {
      artifacts.put(digest, bytes);
    }
  }

  /** Somebody reads what this process writes. */
  synchronized void follow(UUID assignment) {
    followed = List.of(assignment);
  }

  /** Who asks for this jar is answered 500. */
  synchronized void breakArtifact(String digest) {
    broken = digest;
  }

  /** Whoever asks for a jar waits until it is released. */
  synchronized void hold() {
    held = true;
  }

  synchronized void release() {
    held = false;
    notifyAll();
  }

  synchronized List<String> fetched() {
    return List.copyOf(fetched);
  }

  /** So many joins are done and their answers lost on the way. */
  synchronized void loseJoinAnswers(int answers) {
    unheardJoins = answers;
  }

  // ── what it has seen ─────────────────────────────────────────────────────────────────────────

  synchronized Optional<ProcessReport> reported(UUID assignment) {
    return Optional.ofNullable(lastReport).stream()
        .flatMap(report -> report.processes().stream())
        .filter(process -> process.assignmentId().equals(assignment))
        .findFirst();
  }

  synchronized boolean hasReport() {
    return lastReport != null;
  }

  synchronized NodeReport lastReport() {
    return Objects.requireNonNull(lastReport);
  }

  synchronized List<NodeDescription> registrations() {
    return List.copyOf(registrations);
  }

  synchronized String log(UUID assignment, String stream) {
    return stored(assignment + "/" + stream).toString(StandardCharsets.UTF_8);
  }

  /** The shortest time between two pieces of a stream; longer than any test without two. */
  synchronized Duration shortestPause(UUID assignment, String stream) {
    List<Long> times = pieces.getOrDefault(assignment + "/" + stream, List.of());
    return Duration.ofNanos(
        IntStream.range(1, times.size())
            .mapToLong(i -> times.get(i) - times.get(i - 1))
            .min()
            .orElse(Long.MAX_VALUE));
  }

  /** How often the node did not say where the last stored piece of a stream begins. */
  synchronized int looksAtAllSegments() {
    return looksAtAllSegments;
  }

  /** Whether the node has said that this stream has no more than what is here. */
  synchronized boolean hasWholeLog(UUID assignment, String stream) {
    return endedLogs.contains(assignment + "/" + stream);
  }

  synchronized int drains() {
    return drains;
  }

  synchronized int refusals() {
    return refusals;
  }

  synchronized int joins() {
    return joins;
  }

  // ── HTTP ─────────────────────────────────────────────────────────────────────────────────────

  private int start(int wanted) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted);
    HttpServer fresh = HttpServer.create(address, 0);
    ExecutorService pool = Executors.newCachedThreadPool();
    fresh.setExecutor(pool);
    fresh.createContext("/internal/v1/", this::handle);
    fresh.start();
    server = fresh;
    threads = pool;
    return fresh.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Answer answer = answer(exchange, body);
      if (answer.isLost()) {
        return; // the connection is cut without an answer
      }
      byte[] text = bytes(answer.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
      if (text.length > 0) {
        exchange.getResponseBody().write(text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped: the caller sees a cut connection
    }
  }

  private static byte[] bytes(@Nullable Object body) {
    if (body instanceof byte[] raw) {
      return raw;
    }
    return body == null ? new byte[0] : JSON.writeValueAsBytes(body);
  }

  private record Answer(int status, @Nullable Object body) {
    boolean isLost() {
      return status == 0;
    }

    static Answer ok(Object body) {
      return new Answer(200, body);
    }

    static Answer refused(int status, String code, String detail) {
      Problem problem =
          new Problem("urn:stoker:problem:" + code, code, status, code, detail, "/", null);
      return new Answer(status, problem);
    }
  }

  private synchronized Answer answer(HttpExchange exchange, byte[] body)
      throws InterruptedException {
    if (refusal != null) {
      refusals++;
      return new Answer(refusal.status(), refusal);
    }
    String path = exchange.getRequestURI().getPath();
    String bearer = exchange.getRequestHeaders().getFirst("Authorization");
    if (path.equals("/internal/v1/nodes:join")) {
      return join(bearer, body);
    }
    if (node == null || !("Bearer " + credential).equals(bearer)) {
      return Answer.refused(401, "UNAUTHENTICATED", "No node has this credential.");
    }
    String[] parts = path.substring(("/internal/v1/nodes/" + node + "/").length()).split("/", -1);
    Map<String, String> query = query(exchange);
    return switch (parts[0]) {
      case "registrations" -> register(body);
      case "drain" -> drain();
      case "report" -> report(JSON.readValue(body, NodeReport.class));
      case "assignments" -> assignments(query);
      case "artifacts" -> artifact(parts[1]);
      case "logs" -> log(parts[1] + "/" + parts[2], query, body);
      default -> Answer.refused(404, "NOT_FOUND", "No such path.");
    };
  }

  private Answer join(@Nullable String bearer, byte[] body) {
    if (!("Bearer " + TOKEN).equals(bearer)) {
      return Answer.refused(401, "UNAUTHENTICATED", "The join token has expired.");
    }
    JoinRequest request = JSON.readValue(body, JoinRequest.class);
    joins++;
    if (node != null && !request.credential().equals(credential)) {
      String name = request.node().name();
      return Answer.refused(409, "CONFLICT", "The name '" + name + "' is taken.");
    }
    node = node == null ? UUID.randomUUID() : node;
    credential = request.credential();
    return unheardJoins-- > 0 ? new Answer(0, null) : Answer.ok(new JoinReply(node));
  }

  private Answer register(byte[] body) {
    registrations.add(JSON.readValue(body, NodeDescription.class));
    epoch++;
    return Answer.ok(new RegisterReply(epoch, probe.toString(), probeSha256));
  }

  /** A node is empty when nothing is wanted of it any more. */
  private Answer drain() {
    drains++;
    return Answer.ok(new DrainReply(desired.isEmpty() ? "DRAINED" : "DRAINING"));
  }

  private Answer report(NodeReport report) {
    if (report.epoch() != epoch) {
      return fenced();
    }
    lastReport = report;
    return followed.isEmpty() ? new Answer(204, null) : Answer.ok(new ReportReply(followed));
  }

  private Answer assignments(Map<String, String> query) throws InterruptedException {
    long asked = Long.parseLong(query.get("epoch"));
    long after = Long.parseLong(query.get("after"));
    long end = System.nanoTime() + Duration.parse(query.get("wait")).toNanos();
    while (asked == epoch && version <= after && System.nanoTime() < end) {
      wait(100);
    }
    return asked == epoch
        ? Answer.ok(
            new DesiredState(version, List.copyOf(desired.values()), List.copyOf(live), drained))
        : fenced();
  }

  private Answer artifact(String digest) throws InterruptedException {
    fetched.add(digest);
    while (held) {
      wait();
    }
    if (digest.equals(broken)) {
      return Answer.refused(500, "INTERNAL_ERROR", "The server failed on this request.");
    }
    byte[] bytes = artifacts.get(digest);
    return bytes == null
        ? Answer.refused(404, "NOT_FOUND", "No driver of this node needs it.")
        : Answer.ok(bytes);
  }

  private Answer log(String key, Map<String, String> query, byte[] piece) {
    int offset = Integer.parseInt(query.get("offset"));
    if (!Objects.equals(query.get("segment"), Objects.toString(segments.get(key), null))) {
      looksAtAllSegments++;
    }
    ByteArrayOutputStream stored = stored(key);
    int known = stored.size() - offset;
    if (known >= 0 && known < piece.length) {
      segments.put(key, (long) stored.size());
      stored.write(piece, known, piece.length - known);
      pieces.computeIfAbsent(key, k -> new ArrayList<>()).add(System.nanoTime());
    }
    if (Boolean.parseBoolean(query.get("last")) && stored.size() == offset + piece.length) {
      endedLogs.add(key);
    }
    return Answer.ok(new LogAck(stored.size(), segments.get(key)));
  }

  private ByteArrayOutputStream stored(String key) {
    return logs.computeIfAbsent(key, k -> new ByteArrayOutputStream());
  }

  private static Answer fenced() {
    return Answer.refused(409, "FENCED", "A later registration made this one void.");
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String text = exchange.getRequestURI().getQuery();
    for (String pair : text == null ? new String[0] : text.split("&", -1)) {
      query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return query;
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
