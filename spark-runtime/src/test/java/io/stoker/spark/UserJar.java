package io.stoker.spark;

import io.stoker.contract.driver.UserProgram;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar of programs that are compiled here from their text, as a user's build would. */
record UserJar(Path file) {
  private static final String SHA256 = "5".repeat(64);

  /** Compiles classes, by their full names. */
  static UserJar of(Path directory, Map<String, String> sources) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new Source(name, text)));
    List<String> options =
        List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    if (!compiler.getTask(null, null, null, options, null, units).call()) {
      throw new AssertionError("The programs of this test do not compile");
    }
    Path jar = directory.resolve(SHA256 + ".jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
    return new UserJar(jar);
  }

  URLClassLoader loader() throws IOException {
    return new URLClassLoader(new URL[] {file.toUri().toURL()}, getClass().getClassLoader());
  }

  UserProgram.Jar named() {
    return new UserProgram.Jar(SHA256, "programs.jar");
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
