package io.stoker.acceptance.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A small program that breaks one rule. Foreign types that it names are stubbed, so it compiles
 * without their libraries.
 */
record Planted(List<Source> sources) {
  /** Simple name of the type that breaks the rule; the rule's report must name it. */
  static final String NAME = "Planted";

  /** One file; {@code qualifiedName} is its only top-level type. */
  record Source(String qualifiedName, String declaration) {
    String text() {
      return "package " + packageName() + ";\n" + declaration;
    }

    Path file() {
      return Path.of(qualifiedName.replace('.', '/') + ".java");
    }

    private String packageName() {
      return qualifiedName.substring(0, qualifiedName.lastIndexOf('.'));
    }
  }

  /** The offender: a type named {@link #NAME}. */
  static Planted in(String packageName, String declaration) {
    return new Planted(List.of(new Source(packageName + "." + NAME, declaration)));
  }

  /** An offender that does no more than name a type, which is stubbed. */
  static Planted use(String packageName, String qualifiedName) {
    return in(packageName, "class Planted { " + qualifiedName + " used; }").with(qualifiedName);
  }

  /** Stubs an interface that the offender names. */
  Planted with(String qualifiedName) {
    return and(qualifiedName, "public interface " + simpleName(qualifiedName) + " {}");
  }

  /** Stubs an annotation that the offender carries. */
  Planted withAnnotation(String qualifiedName) {
    return and(qualifiedName, "public @interface " + simpleName(qualifiedName) + " {}");
  }

  /** Adds another type. */
  Planted and(String qualifiedName, String declaration) {
    List<Source> all = new ArrayList<>(sources);
    all.add(new Source(qualifiedName, declaration));
    return new Planted(List.copyOf(all));
  }

  /** Compiles into a directory and reads the classes back. */
  JavaClasses compileIn(Path directory) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    List<Path> files = new ArrayList<>();
    for (Source source : sources) {
      Path file = directory.resolve(source.file());
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, source.text()));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter output = new StringWriter();
    List<String> options =
        List.of("-proc:none", "-nowarn", "-classpath", "", "-d", classes.toString());
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var units = manager.getJavaFileObjectsFromPaths(files);
      if (!compiler.getTask(output, manager, null, options, null, units).call()) {
        throw new IllegalStateException("the planted code does not compile:\n" + output);
      }
    }
    return new ClassFileImporter().importPath(classes);
  }

  private static String simpleName(String qualifiedName) {
    return qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
  }
}
