package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.HomeProcesses.Seen;
import io.stoker.acceptance.harness.Reply;
import io.stoker.acceptance.harness.Service;
import io.stoker.acceptance.harness.SharedCluster;
import io.stoker.acceptance.harness.Signal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Spark's own pages of a run at work, and what is left of them when its driver was killed. */
@ExtendWith(SharedCluster.class)
class SparkUiIT {
  private static final Pattern LINK = Pattern.compile("(?:href|src)=[\"']([^\"'#]+)");

  private static final Pattern SETTINGS = Pattern.compile("--properties-file (\\S+)");

  private final Cluster cluster;
  private final Api api;

  SparkUiIT(Cluster cluster) {
    this.cluster = cluster;
    this.api = cluster.api();
  }

  @Test
  void theUiOfARunIsReadThroughThePlatformAndItsEventLogOutlivesItsDriver() throws IOException {
    Run local = Run.of(api, localJob());
    Run run = Run.of(api, Jobs.shuffledSleepers(60, 1));
    run.await("a task is done", seen -> seen.at("/progress/tasksCompleted").asInt() > 0);
    String ui = run.path() + "/ui";
    String application = run.id() + "-" + attempt(run).required("fence").asLong();

    assertThat(api.get(ui).expect(302).header("Location")).isEqualTo(ui + "/");
    assertThat(api.get(ui + "/").expect(302).header("Location")).isEqualTo(ui + "/jobs/");
    Set<String> links = new TreeSet<>();
    for (String page : List.of("jobs", "stages", "storage", "environment", "executors", "SQL")) {
      links.addAll(links(api.get(ui + "/" + page + "/").expect(200), ui, ui));
    }
    assertThat(links).anyMatch(link -> link.endsWith("/static/webui.js")).hasSizeGreaterThan(20);
    for (String link : links) {
      assertThat(api.get(link).status()).as(link).isIn(200, 302);
    }
    JsonNode rest = api.get(ui + "/api/v1/applications").expect(200).json();
    assertThat(rest.get(0).required("id").asString()).isEqualTo(application);
    api.get(ui + "/api/v1/applications/" + application + "/allexecutors").expect(200);
    // nobody ends a job there, by a link least of all
    api.get(ui + "/jobs/job/kill/?id=0").expect(403);
    api.send("POST", ui + "/jobs/job/kill/", "").expect(405);

    onlyWhoMayDoes(run, ui);
    onlyOnLoopback(run);
    afterItsNodesServiceWasKilled(run, ui);

    Set<String> secrets = Secrets.handedTo(new Traces(cluster, run).processes());
    assertThat(secrets).isNotEmpty();
    Signal.KILL.sendTo(new Traces(cluster, run).driver().process());
    run.expectEnd("FAILED");
    EventLog log = EventLog.of(cluster, application);
    assertThat(log.files()).contains("appstatus_" + application + ".inprogress");
    // Spark writes out what it has with each beginning of a job and each end of a stage
    assertThat(log.text()).contains("SparkListenerJobStart", application, "\"App Name\":\"t-");
    assertThat(Secrets.showsIn(log.text(), secrets)).isFalse();

    local.expectSuccess();
    String ofLocal = local.id() + "-" + attempt(local).required("fence").asLong();
    assertThat(EventLog.of(cluster, ofLocal).files()).contains("appstatus_" + ofLocal);
    bothAreHistory(new History(cluster, run, application), new History(cluster, local, ofLocal));
  }

  private void onlyWhoMayDoes(Run run, String ui) {
    Api nobody = api.withToken(null);
    nobody.get(ui + "/jobs/").expect(401);
    JsonNode session = api.post(run.path() + "/ui-sessions", "").expect(201).json();
    URI link = URI.create(session.required("url").asString());
    String path = link.getRawPath() + "?" + link.getRawQuery();
    String cookie = nobody.get(path).expect(200).header("Set-Cookie");
    String sent = cookie.substring(0, cookie.indexOf(';'));
    assertThat(nobody.send("GET", ui + "/jobs/", null, "Cookie", sent).expect(200).text())
        .contains("Spark Jobs");
    nobody.send("GET", run.path(), null, "Cookie", sent).expect(401);
    nobody.get(path).expect(401);
  }

  /** Goes red when the driver's UI listens on its node's address. */
  private void onlyOnLoopback(Run run) throws IOException {
    Seen driver = new Traces(cluster, run).driver();
    Matcher settings = SETTINGS.matcher(driver.commandLine());
    assertThat(settings.find()).isTrue();
    Path file = Path.of(settings.group(1)).resolveSibling("ui.port");
    int port = Integer.parseInt(Files.readString(file).strip());
    assertThat(addresses(driver.process().pid(), port))
        .isSubsetOf("0100007F", "0000000000000000FFFF00000100007F")
        .hasSize(1);
  }

  /** Where a process listens on a port, as the kernel writes it. */
  private static Set<String> addresses(long pid, int port) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> sockets = new TreeSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : open) {
        sockets.add(target(descriptor));
      }
    }
    Set<String> addresses = new TreeSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      for (String line : Files.readAllLines(process.resolve(table))) {
        String[] fields = line.strip().split("\\s+", -1);
        boolean here = fields[1].endsWith(":%04X".formatted(port)) && fields[3].equals("0A");
        if (here && sockets.contains("socket:[" + fields[9] + "]")) {
          addresses.add(fields[1].substring(0, fields[1].indexOf(':')));
        }
      }
    }
    return addresses;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  private void afterItsNodesServiceWasKilled(Run run, String ui) {
    String name = attempt(run).required("node").asString();
    Service node = cluster.node(Integer.parseInt(name.substring("node-".length())));
    node.kill();
    Reply away = api.get(ui + "/jobs/").expect(502);
    assertThat(away.json().required("code").asString()).isEqualTo("NODE_UNREACHABLE");
    assertThat(away.json().required("detail").asString()).contains(name);
    node.start();
    soon().until(() -> api.get(ui + "/jobs/").status() == 200);
  }

  /** Through the same links, for the same people. */
  private void bothAreHistory(History killed, History ended) {
    assertThat(api.get(killed.ui() + "/").expect(302).header("Location"))
        .isEqualTo(killed.pages() + "/");
    api.get(killed.pages() + "/jobs/").expect(503);
    killed.awaitPages();
    ended.awaitPages();
    assertThat(killed.figures("jobs")).isNotEmpty();
    assertThat(ended.figures("stages").get(0).required("status").asString())
        .isIn("COMPLETE", "SKIPPED");
    killed.expectNothingOf(ended);
    for (String page : List.of("jobs", "stages", "environment", "executors", "SQL")) {
      Reply shown = api.get(ended.pages() + "/" + page + "/").expect(200);
      for (String link : links(shown, ended.ui(), ended.pages())) {
        assertThat(api.get(link).status()).as(link).isIn(200, 302);
      }
    }
    api.withToken(null).get(ended.pages() + "/jobs/").expect(401);
    ended.survivesItsKill();
    killed.survivesItsNodesService();
    ended.endsWhenItsNodeIsDrained();
  }

  /** All links of a page, each of which is below the run's own address. */
  private static Set<String> links(Reply page, String ui, String pages) {
    Set<String> links = new TreeSet<>();
    LINK.matcher(page.text())
        .results()
        .map(found -> found.group(1).replace("&amp;", "&"))
        .filter(link -> !link.startsWith("javascript:") && !link.startsWith("http"))
        .map(link -> link.startsWith("/") ? link : pages + "/jobs/" + link)
        .filter(link -> !link.contains("/kill/"))
        .forEach(links::add);
    assertThat(links).allSatisfy(link -> assertThat(link).startsWith(ui + "/"));
    return links;
  }

  private static JsonNode attempt(Run run) {
    return run.items("/attempts").get(0);
  }

  private static ObjectNode localJob() {
    ObjectNode job = Jobs.query("select /*+ REPARTITION(3) */ id from range(500)");
    job.remove("executor");
    return job.put("master", "local[1]");
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(300));
  }
}
