package io.stoker.launcher;

import io.stoker.contract.node.HistoryServerLaunch;
import io.stoker.launcher.process.Command;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The command line of Spark's history server, which shows the event logs of all runs. */
public final class HistoryServerCommand {
  private static final String MAIN_CLASS = "io.stoker.spark.history.HistoryMain";

  private final LaunchSite site;
  private final Path heard;
  private final Duration selfStopAfter;

  /**
   * Nothing is started yet.
   *
   * @param heard file whose time says when the node heard the platform last
   * @param selfStopAfter silence of the platform after which it ends by itself
   */
  public HistoryServerCommand(LaunchSite site, Path heard, Duration selfStopAfter) {
    this.site = site;
    this.heard = heard;
    this.selfStopAfter = selfStopAfter;
  }

  /** Says how to start it. */
  public Command prepare(HistoryServerLaunch launch, WorkPlace place) {
    List<String> line = new ArrayList<>();
    line.add(site.java());
    line.addAll(JvmOptions.of(site, place, launch.heapBytes()));
    line.add(OutOfMemory.JVM_OPTION);
    settings(launch, place).forEach((name, value) -> line.add("-D" + name + "=" + value));
    line.addAll(List.of("-cp", site.runtime().classPath(), MAIN_CLASS));
    line.addAll(List.of(place.uiPort().toString(), heard.toString()));
    line.add(Long.toString(selfStopAfter.toSeconds()));
    Map<String, String> environment = Environment.of(site, place);
    environment.putAll(Environment.UI_ON_LOOPBACK);
    return new Command(line, environment);
  }

  /**
   * A log is read when it is asked for, and not before: there may be thousands. The platform sees
   * to it that this is after its end, and deletes it when it is old.
   */
  private static Map<String, String> settings(HistoryServerLaunch launch, WorkPlace place) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.history.fs.logDirectory", asHadoopWritesIt(launch.eventLogDirectory()));
    settings.put("spark.history.fs.update.scanDisabledPathPatterns", ".*");
    settings.put("spark.history.fs.cleaner.enabled", "false");
    settings.put("spark.history.store.path", place.local().toString());
    settings.put("spark.history.store.serializer", "PROTOBUF");
    settings.put(
        "spark.history.retainedApplications", Integer.toString(launch.retainedApplications()));
    return settings;
  }

  /** Hadoop decodes nothing of a path that it is given as text. */
  private static String asHadoopWritesIt(String directory) {
    URI uri = URI.create(directory);
    String authority = Objects.requireNonNullElse(uri.getRawAuthority(), "");
    return uri.getScheme() + "://" + authority + uri.getPath();
  }
}
