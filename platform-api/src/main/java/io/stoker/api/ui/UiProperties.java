package io.stoker.api.ui;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the Spark UI of runs is shown, under {@code stoker.ui.}.
 *
 * @param session from the making of a link until the browser that it was opened in needs another
 */
@ConfigurationProperties("stoker.ui")
record UiProperties(@DefaultValue("8h") Duration session) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  UiProperties {
    if (session.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "stoker.ui.session: " + session + " is too short: at least 1m");
    }
  }
}
