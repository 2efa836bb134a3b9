package io.stoker.node.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.stoker.contract.Servers;
import io.stoker.contract.node.NodeReport;
import io.stoker.contract.node.ReportReply;
import io.stoker.node.home.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PlatformClientTest {
  private final HttpServer server;

  PlatformClientTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** As older servers do; what says nothing to anything else is no server. */
  @Test
  void onlyAReportMayBeAnsweredByNothing() throws Exception {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    PlatformClient client = new PlatformClient(Servers.of(url), JsonMapper.shared());
    Identity node = new Identity(UUID.randomUUID(), "credential", url);

    assertThat(client.report(node, new NodeReport(1, 1, true, List.of(), null, null)))
        .isEqualTo(new Reply.Ok<>(new ReportReply(List.of())));
    assertThat(client.assignments(node, 1, -1, Duration.ZERO))
        .isInstanceOf(Reply.Unavailable.class);
    assertThat(client.drain(node, 1, Duration.ZERO)).isInstanceOf(Reply.Unavailable.class);
  }
}
