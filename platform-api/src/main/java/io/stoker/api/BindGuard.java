package io.stoker.api;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Keeps credentials off the network: without TLS a server listens on loopback only. */
@Component
class BindGuard implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private final StokerProperties properties;

  BindGuard(StokerProperties properties) {
    this.properties = properties;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    InetAddress address = factory.getAddress();
    if (!properties.allowInsecureBind() && !isLoopback(address) && !hasTls(factory.getSsl())) {
      throw new InsecureBindException(address == null ? "every address" : address.toString());
    }
  }

  private static boolean isLoopback(@Nullable InetAddress address) {
    return address != null && address.isLoopbackAddress();
  }

  private static boolean hasTls(@Nullable Ssl ssl) {
    return Ssl.isEnabled(ssl);
  }
}
