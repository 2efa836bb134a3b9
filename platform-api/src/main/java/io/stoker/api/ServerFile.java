package io.stoker.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code run/server.json}: how local programs find this server while it serves. */
@Component
class ServerFile {
  private static final Logger log = LoggerFactory.getLogger(ServerFile.class);

  private final StokerProperties properties;
  private final ServerProperties server;
  private final JsonMapper json;

  ServerFile(StokerProperties properties, ServerProperties server, JsonMapper json) {
    this.properties = properties;
    this.server = server;
    this.json = json;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) throws IOException {
    if (event.getApplicationContext() instanceof WebServerApplicationContext context
        && context.getWebServer() != null) {
      file().write(json.writeValueAsString(content(context.getWebServer().getPort())) + "\n");
    }
  }

  @EventListener
  void closed(ContextClosedEvent event) {
    try {
      if (file().read().filter(this::isOurs).isPresent()) {
        Files.delete(file().path());
      }
    } catch (IOException | JacksonException e) {
      log.warn("Cannot remove {}: {}", file().path(), e.toString());
    }
  }

  private SecretFile file() {
    return SecretFile.server(properties);
  }

  private boolean isOurs(String text) {
    return json.readTree(text).path("pid").asLong(-1) == ProcessHandle.current().pid();
  }

  private Map<String, Object> content(int port) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("url", url(port));
    content.put("pid", ProcessHandle.current().pid());
    content.put("startTicks", startTicks());
    content.put("keyFile", SecretFile.adminKey(properties).path().toString());
    content.put("joinTokenFile", SecretFile.joinToken(properties).path().toString());
    content.put("home", properties.home().toString());
    return content;
  }

  private String url(int port) {
    boolean tls = server.getSsl() != null && server.getSsl().isEnabled();
    String host =
        server.getAddress() == null || server.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : server.getAddress().getHostAddress();
    return (tls ? "https://" : "http://")
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port;
  }

  /**
   * With the pid, what identifies this process for ever: field 22 of its stat, counted by proc(5).
   */
  private static long startTicks() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.UTF_8);
    // the second field is the command in brackets and may itself contain blanks and brackets
    String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fromThird[22 - 3]);
  }
}
