package io.stoker.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A server with settings of its own, on a port of its own. */
public record RunningServer(ConfigurableApplicationContext context) implements AutoCloseable {

  public static RunningServer start(String... settings) {
    List<String> arguments = new ArrayList<>(List.of("--server.port=0"));
    for (String setting : settings) {
      arguments.add("--" + setting);
    }
    return new RunningServer(
        new SpringApplicationBuilder(StokerServer.class).run(arguments.toArray(String[]::new)));
  }

  public Http anonymous() {
    return new Http(port(), null);
  }

  int port() {
    return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
  }

  @Override
  public void close() {
    context.close();
  }
}
