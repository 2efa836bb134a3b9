package io.stoker.node;

import io.stoker.launcher.ClassArchive;
import io.stoker.launcher.LaunchSite;
import io.stoker.node.artifact.ArtifactCache;
import io.stoker.node.home.NodeProblem;
import io.stoker.node.platform.PlatformClient;
import io.stoker.node.process.ProcessCommands;
import io.stoker.node.process.SparkCommands;
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

  /** Runs until it is stopped; exits 1 with one sentence when it cannot go on. */
  public static void main(String[] args) {
    ConfigurableApplicationContext context = SpringApplication.run(NodeService.class, args);
    try {
      context.getBean(Node.class).run();
    } catch (NodeProblem e) {
      LOG.error(e.getMessage());
      System.exit(SpringApplication.exit(context, () -> 1));
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
        properties.classArchivesPath());
  }

  @Bean
  ProcessCommands processCommands(LaunchSite site, ArtifactCache artifacts) {
    return new SparkCommands(site, artifacts);
  }

  @Bean
  ClassArchive classArchive(LaunchSite site) {
    return new ClassArchive(site);
  }

  @Bean
  Node node(
      NodeProperties properties,
      Machine machine,
      PlatformClient client,
      ProcessCommands commands,
      ArtifactCache artifacts,
      ClassArchive archive) {
    return new Node(properties, machine, client, commands, artifacts, archive);
  }
}
