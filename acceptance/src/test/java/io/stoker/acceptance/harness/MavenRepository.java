package io.stoker.acceptance.harness;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A Maven repository in a directory, with jars of classes that are compiled from their text. */
public final class MavenRepository {
  private static final String GROUP = "org.example";

  private final Path directory;
  private final Path classes;
  private final List<Path> compiled = new ArrayList<>();

  MavenRepository(Path home) {
    this.directory = home.resolve("maven-repository");
    this.classes = home.resolve("maven-classes");
  }

  /** As a server's setting and a job name it. */
  public String url() {
    return "file://" + directory + "/";
  }

  /**
   * Puts a version of an artifact into it.
   *
   * @param sources of its classes, by their full names
   * @param needs other artifacts of it, as {@code name:version}
   */
  public void deploy(String name, String version, Map<String, String> sources, String... needs)
      throws IOException {
    Path place =
        Files.createDirectories(
            directory.resolve(GROUP.replace('.', '/')).resolve(name).resolve(version));
    Files.copy(compile(name, sources), place.resolve(name + "-" + version + ".jar"));
    Files.writeString(place.resolve(name + "-" + version + ".pom"), pom(name, version, needs));
  }

  /** A jar of classes, which may use those that were compiled before them. */
  public Path compile(String name, Map<String, String> sources) throws IOException {
    Path target = Files.createDirectories(classes.resolve(name));
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((type, text) -> units.add(new Source(type, text)));
    List<String> options = List.of("--release", "17", "-d", target.toString(), "-cp", classPath());
    compiled.add(target);
    if (!compiler.getTask(null, null, null, options, null, units).call()) {
      throw new AssertionError("The classes of this test do not compile");
    }
    Path jar = classes.resolve(name + ".jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(target)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        ZipEntry entry = new ZipEntry(target.relativize(file).toString());
        entry.setTime(0); // the same classes are the same bytes
        zip.putNextEntry(entry);
        Files.copy(file, zip);
      }
    }
    return jar;
  }

  /** Spark's jars one by one: only a command line has wildcards. */
  private String classPath() throws IOException {
    try (Stream<Path> jars = Files.list(Packaged.spark().resolve("jars"))) {
      return Stream.concat(jars, compiled.stream())
          .map(Path::toString)
          .collect(Collectors.joining(":"));
    }
  }

  private static String pom(String name, String version, String... needs) {
    String dependencies =
        Arrays.stream(needs)
            .map(need -> need.split(":", -1))
            .map(need -> "<dependency>" + coordinates(need[0], need[1]) + "</dependency>")
            .collect(Collectors.joining("\n"));
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      %s
      <dependencies>%s</dependencies>
    </project>
    """
        .formatted(coordinates(name, version), dependencies);
  }

  private static String coordinates(String name, String version) {
    return "<groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>"
        .formatted(GROUP, name, version);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }
  }
}
