package io.stoker.launcher;

import io.stoker.contract.driver.Packages;
import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a driver resolves its program's packages: by the Ivy inside Spark, which would by itself also
 * look into its user's Maven repository and ask a host of Spark's own. Here it knows the allowed
 * repositories and no others, and all that it fetches goes with the driver's directory: its cache
 * is not made for several processes at a time.
 */
final class IvySettings {
  private static final String CENTRAL = "central";
  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 60_000;

  private IvySettings() {}

  /** Writes what Ivy is to know, and says by which settings Spark finds it. */
  static Map<String, String> of(Packages packages, WorkPlace place) throws IOException {
    Path file = place.own().resolve("ivysettings.xml");
    PrivateFiles.write(file, xml(packages));
    return Map.of(
        "spark.jars.packages", String.join(",", packages.coordinates()),
        "spark.jars.ivySettings", file.toUri().toString(),
        "spark.jars.ivy", place.own().resolve("ivy").toString(),
        // for people, should it fail
        "spark.stoker.packageRepositories", String.join(", ", packages.repositories()));
  }

  private static String xml(Packages packages) {
    StringBuilder resolvers = new StringBuilder();
    for (int i = 0; i < packages.repositories().size(); i++) {
      String repository = packages.repositories().get(i);
      // without a root it is Maven Central
      String root = repository.equals(CENTRAL) ? "" : "root=\"" + escaped(repository) + "\"";
      resolvers.append(
          """
          <ibiblio name="repository-%d" m2compatible="true" usepoms="true"
                   timeoutConstraint="patience" %s/>
          """
              .formatted(i + 1, root));
    }
    return """
    <ivysettings>
      <settings defaultResolver="allowed"/>
      <property name="ivy.maven.lookup.sources" value="false"/>
      <property name="ivy.maven.lookup.javadoc" value="false"/>
      <timeout-constraints>
        <timeout-constraint name="patience" connectionTimeout="%d" readTimeout="%d"/>
      </timeout-constraints>
      <resolvers><chain name="allowed">
    %s</chain></resolvers>
    </ivysettings>
    """
        .formatted(CONNECT_MILLIS, READ_MILLIS, resolvers);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
