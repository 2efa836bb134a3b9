package io.stoker.spark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stoker.contract.Problem;
import io.stoker.contract.driver.AttemptExecutors;
import io.stoker.contract.driver.CommitRequest;
import io.stoker.contract.driver.DriverFailure;
import io.stoker.contract.driver.DriverMemory;
import io.stoker.contract.driver.DriverProgress;
import io.stoker.contract.driver.DriverStarted;
import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.contract.driver.KillExecutors;
import io.stoker.contract.run.Manifest;
import io.stoker.spark.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The platform as one driver meets it: keeps what it is told, and can be down or have fenced. */
public final class FakePlatform implements AutoCloseable {
  public static final String TOKEN = "the-token-of-this-attempt";

  public final List<String> calls = new CopyOnWriteArrayList<>();
  public final List<DriverProgress> progress = new CopyOnWriteArrayList<>();
  public final List<DriverMemory> memory = new CopyOnWriteArrayList<>();
  public final List<ExecutorDemand> demands = new CopyOnWriteArrayList<>();
  public final List<KillExecutors> kills = new CopyOnWriteArrayList<>();
  public final List<DriverFailure> failures = new CopyOnWriteArrayList<>();
  public volatile @Nullable DriverStarted started;
  public volatile @Nullable Manifest committed;

  private final AtomicInteger unavailable = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final String prefix;
  private volatile boolean fenced;
  private volatile AttemptExecutors executors = new AttemptExecutors(0, List.of(), null, null);
  private final Object executorsChanged = new Object();
  private volatile Consumer<ExecutorDemand> onDemand = demand -> {};

  public FakePlatform(long fence) {
    prefix = "/internal/v1/attempts/" + fence + "/";
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers the next requests with 503. */
  public void failNext(int requests) {
    unavailable.set(requests);
  }

  /** Another attempt has taken over. */
  public void fence() {
    fenced = true;
    wake();
  }

  public void onDemand(Consumer<ExecutorDemand> listener) {
    onDemand = listener;
  }

  /** Publishes the next version of all executors. */
  public void executors(List<AttemptExecutors.Executor> all, @Nullable String stop) {
    executors =
        new AttemptExecutors(executors.version() + 1, List.copyOf(all), executors.racks(), stop);
    wake();
  }

  /** Says where hosts stand, from the next version on. */
  public void racks(Map<String, String> racks) {
    executors =
        new AttemptExecutors(
            executors.version() + 1, executors.executors(), racks, executors.stop());
    wake();
  }

  private void wake() {
    synchronized (executorsChanged) {
      executorsChanged.notifyAll();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      if (unavailable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        answer(exchange, 503, "");
      } else if (!("Bearer " + TOKEN)
          .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        answer(exchange, 401, "");
      } else if (!path.startsWith(prefix)) {
        problem(exchange, 404, "NOT_FOUND");
      } else if (fenced) {
        problem(exchange, 409, "FENCED");
      } else {
        String call = path.substring(prefix.length());
        calls.add(call);
        answer(exchange, 200, accept(call, body, exchange.getRequestURI().getQuery()));
      }
    }
  }

  private String accept(String call, String body, @Nullable String query) {
    switch (call) {
      case "started" -> started = Json.read(body, DriverStarted.class);
      case "progress" -> progress.add(Json.read(body, DriverProgress.class));
      case "memory" -> memory.add(Json.read(body, DriverMemory.class));
      case "demand" -> {
        ExecutorDemand demand = Json.read(body, ExecutorDemand.class);
        demands.add(demand);
        onDemand.accept(demand);
      }
      case "executors:kill" -> kills.add(Json.read(body, KillExecutors.class));
      case "executors" -> {
        return Json.write(changedExecutors(query == null ? "" : query));
      }
      case "commit" -> committed = Json.read(body, CommitRequest.class).manifest();
      case "failure" -> failures.add(Json.read(body, DriverFailure.class));
      case "committing" -> {}
      default -> throw new IllegalArgumentException(call);
    }
    return "";
  }

  private AttemptExecutors changedExecutors(String query) {
    long after = Long.parseLong(query.replaceAll(".*after=(-?\\d+).*", "$1"));
    long end = System.nanoTime() + 2_000_000_000L;
    synchronized (executorsChanged) {
      while (executors.version() <= after && !fenced && System.nanoTime() < end) {
        try {
          executorsChanged.wait(200);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
      }
    }
    return executors;
  }

  private static void problem(HttpExchange exchange, int status, String code) throws IOException {
    String detail = "The fake says " + code;
    answer(exchange, status, Json.write(new Problem("", "", status, code, detail, "", null)));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
