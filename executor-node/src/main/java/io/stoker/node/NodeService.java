package io.stoker.node;

import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.launcher.ClassArchive;
import io.stoker.launcher.HistoryServerCommand;
import io.stoker.launcher.LaunchSite;
import io.stoker.launcher.PythonInterpreter;
import io.stoker.launcher.ShuffleServerCommand;
import io.stoker.node.artifact.ArtifactCache;
import io.stoker.node.home.HeardFile;
import io.stoker.node.home.NodeProblem;
import io.stoker.node.platform.PlatformClient;
import io.stoker.node.process.HistoryLog;
import io.stoker.node.process.ProcessCommands;
import io.stoker.node.process.SparkCommands;
import io.stoker.node.python.PythonProbe;
import io.stoker.node.shuffle.Applications;
import io.stoker.node.shuffle.Probe;
import io.stoker.node.shuffle.ShuffleServer;
import io.stoker.node.ui.UiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** The executor node's service. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(NodeProperties.class)
public class NodeService {
  private static final Logger LOG = LoggerFactory.getLogger(NodeService.class);

  /** How long a shuffle server is kept for whoever may come next. */
  private static final Duration SHUFFLE_IDLE = Duration.ofMinutes(10);

  /** Runs until it is stopped; ends with one sentence when it cannot go on. */
  public static void main(String[] args) {
    ConfigurableApplicationContext context = SpringApplication.run(NodeService.class, args);
    try {
      context.getBean(Node.class).run();
    } catch (NodeProblem e) {
      LOG.error(e.getMessage());
      System.exit(SpringApplication.exit(context, e::exitCode));
    }
  }

  @Bean
  Machine machine(NodeProperties properties) {
    return Machine.check(properties);
  }

  @Bean
  PlatformClient platformClient(NodeProperties properties, JsonMapper json) {
    return new PlatformClient(properties.platform(), json);
  }

  @Bean
  ArtifactCache artifactCache(NodeProperties properties) {
    return new ArtifactCache(
        properties.homePath(), properties.artifactCacheSize().bytes(), InstantSource.system());
  }

  @Bean
  LaunchSite launchSite(NodeProperties properties, Machine machine) {
    return new LaunchSite(
        properties.javaPath(),
        machine.runtime(),
        properties.host(),
        properties.platform(),
        properties.shufflePort(),
        properties.classArchivesPath(),
        properties.pythonDirectory(),
        properties.masterSecretsFile(),
        properties.otherSparkPath(),
        properties.uiPort() != UiServer.OFF);
  }

  @Bean
  PythonProbe pythonProbe(NodeProperties properties, Machine machine) {
    return new PythonProbe(
        properties.python(),
        machine.runtime(),
        new PythonInterpreter(properties.pythonDirectory()));
  }

  @Bean
  ClassArchive classArchive(LaunchSite site) {
    return new ClassArchive(site);
  }

  @Bean
  ShuffleServer shuffleServer(NodeProperties properties, LaunchSite site) {
    ShuffleDirectory directory = ShuffleDirectory.in(properties.homePath());
    ShuffleServerCommand command = new ShuffleServerCommand(site, properties.shuffleHeapBytes());
    return new ShuffleServer(
        directory,
        new Applications(directory),
        own -> command.prepare(own, directory, properties.homePath().resolve("local")),
        new Probe(properties.host(), properties.shuffleHungAfter()),
        new ShuffleServer.Limits(SHUFFLE_IDLE, properties.shuffleBytes()),
        InstantSource.system());
  }

  @Bean
  ProcessCommands processCommands(
      NodeProperties properties, LaunchSite site, ArtifactCache artifacts, ShuffleServer shuffle) {
    Path heard = HeardFile.in(properties.homePath()).file();
    return new SparkCommands(
        site,
        new HistoryServerCommand(site, heard, properties.selfStopAfter()),
        HistoryLog.in(properties.homePath()),
        artifacts,
        shuffle);
  }

  @Bean
  Node node(
      NodeProperties properties,
      Machine machine,
      PlatformClient client,
      ProcessCommands commands,
      ArtifactCache artifacts,
      ShuffleServer shuffle,
      ClassArchive archive,
      PythonProbe python) {
    return new Node(properties, machine, client, commands, artifacts, shuffle, archive, python);
  }
}
