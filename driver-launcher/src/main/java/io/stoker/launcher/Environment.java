package io.stoker.launcher;

import java.util.HashMap;
import java.util.Map;

/**
 * The environment of a Spark process, made from nothing: what the service itself was started with,
 * secrets among it, stays out.
 */
final class Environment {
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Spark's UI has no other setting for where it listens. */
  static final Map<String, String> UI_ON_LOOPBACK = Map.of("SPARK_LOCAL_IP", "127.0.0.1");

  private Environment() {}

  static Map<String, String> of(LaunchSite site, WorkPlace place) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", site.pythonDirectory() + ":" + PATH);
    environment.put("LANG", "C.UTF-8");
    environment.put("HOME", System.getProperty("user.home"));
    environment.put("USER", System.getProperty("user.name"));
    environment.put("JAVA_HOME", site.javaHome().toString());
    environment.put("SPARK_HOME", site.runtime().home().toString());
    environment.put("SPARK_LOCAL_IP", site.host());
    environment.put("SPARK_LOCAL_DIRS", place.local().toString());
    return environment;
  }

  /** The same with the secret by which the processes of one application know each other. */
  static Map<String, String> of(LaunchSite site, WorkPlace place, String authSecret) {
    Map<String, String> environment = of(site, place);
    environment.put("_SPARK_AUTH_SECRET", authSecret);
    return environment;
  }
}
