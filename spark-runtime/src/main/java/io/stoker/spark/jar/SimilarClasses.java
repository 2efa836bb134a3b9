package io.stoker.spark.jar;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds in a job's jars the classes that somebody may have meant. */
final class SimilarClasses {
  private static final Logger LOG = LoggerFactory.getLogger(SimilarClasses.class);
  private static final int MOST = 3;
  private static final String CLASS = ".class";

  private SimilarClasses() {}

  /** The most similar ones first; none that is too far from the wanted name. */
  static List<String> to(String wanted, ClassLoader loader) {
    if (!(loader instanceof URLClassLoader jars)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (URL url : jars.getURLs()) {
      names.addAll(classes(url));
    }
    int limit = Math.max(3, simple(wanted).length() / 3);
    return names.stream()
        .filter(name -> distance(wanted, name) <= limit)
        .sorted(
            Comparator.<String>comparingInt(name -> distance(wanted, name)).thenComparing(it -> it))
        .limit(MOST)
        .toList();
  }

  private static List<String> classes(URL url) {
    try (ZipFile jar = new ZipFile(new File(url.toURI()))) {
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(CLASS) && !name.contains("$") && !name.contains("-"))
          .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
          .toList();
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      LOG.warn("The classes in {} cannot be listed: {}", url, e.toString());
      return List.of();
    }
  }

  /** Changes between the simple names, or between the whole ones when that is less. */
  private static int distance(String wanted, String name) {
    return Math.min(edits(simple(wanted), simple(name)), edits(lower(wanted), lower(name)));
  }

  private static String simple(String name) {
    return lower(name.substring(name.lastIndexOf('.') + 1));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance. */
  private static int edits(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
