package io.stoker.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of Spark Standalone clusters, which have one for everybody who may use them, in a
 * file of the node's operator. It is read for every driver: a changed secret needs no restart.
 *
 * <p>A line is a master's address, its secret, and settings of Spark that all of that cluster must
 * share, with blanks between: {@code spark://m:7077 SECRET spark.network.crypto.enabled=true}.
 *
 * @param file null when the node knows none
 */
public record MasterSecrets(@Nullable Path file) {
  public static final MasterSecrets NONE = new MasterSecrets(null);

  private static final String SCHEME = "spark://";
  private static final Pattern ADDRESS = Pattern.compile("spark://[^,/\\s]+:[0-9]{1,5}");
  private static final Pattern SHARED =
      Pattern.compile(
          "(spark\\.network\\.(?:crypto|sasl)\\.[A-Za-z.]+|spark\\.authenticate\\.enableSaslEncryption)=(\\S+)");

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** What a driver of a master is given. */
  record Known(String secret, Map<String, String> settings) {
    @Override
    public String toString() {
      return "Known" + settings.keySet();
    }
  }

  /** Whether every line can be read; to be asked before the first driver needs one. */
  public void check() throws IOException {
    read();
  }

  /**
   * What the file has of a master; empty when nothing, or when it is no Standalone master.
   *
   * @throws MasterSecretException when the file cannot be used, or has one address of several
   */
  Optional<Known> of(Master master) throws MasterSecretException {
    String url = master.other();
    if (file == null || url == null || !url.startsWith(SCHEME)) {
      return Optional.empty();
    }
    Map<String, Known> all = readForDriver();
    Set<String> without = new TreeSet<>();
    Known known = null;
    for (String address : url.substring(SCHEME.length()).split(",", -1)) {
      Known found = all.get(SCHEME + address);
      if (found == null || (known != null && !found.equals(known))) {
        without.add(SCHEME + address);
      }
      known = known == null ? found : known;
    }
    if (known != null && !without.isEmpty()) {
      throw new MasterSecretException(
          "%s has a secret for some addresses of %s and none, or another one, for %s: masters of one cluster have one"
              .formatted(file, url, String.join(", ", without)));
    }
    return Optional.ofNullable(known);
  }

  private Map<String, Known> readForDriver() throws MasterSecretException {
    try {
      return read();
    } catch (IOException e) {
      throw new MasterSecretException(e);
    }
  }

  private Map<String, Known> read() throws IOException {
    if (file == null) {
      return Map.of();
    }
    checkAccess(file);
    Map<String, Known> known = new HashMap<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] words = line.split("\\s+", -1);
        if (words.length < 2 || !ADDRESS.matcher(words[0]).matches()) {
          throw wrong(
              i, "must be an address, spark://HOST:PORT, and a secret, with a blank between");
        }
        Map<String, String> settings = settings(List.of(words).subList(2, words.length), i);
        if (known.put(words[0], new Known(words[1], settings)) != null) {
          throw wrong(i, "has an address that an earlier line has");
        }
      }
    }
    return known;
  }

  private Map<String, String> settings(List<String> words, int line) throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (String word : words) {
      var shared = SHARED.matcher(word);
      if (!shared.matches()) {
        throw wrong(
            line,
            "may have, after the secret, spark.network.crypto.*, spark.network.sasl.* and"
                + " spark.authenticate.enableSaslEncryption, each as KEY=VALUE");
      }
      settings.put(shared.group(1), shared.group(2));
    }
    return Map.copyOf(settings);
  }

  /** Never with what stands there. */
  private IOException wrong(int line, String what) {
    return new IOException("%s: line %d %s".formatted(file, line + 1, what));
  }

  private static void checkAccess(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("%s is no file".formatted(file));
    }
    PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
    if (!OWNERS.containsAll(found.permissions())) {
      throw new IOException(
          "%s holds secrets, and others than its owner may use it: chmod 600".formatted(file));
    }
    String owner = found.owner().getName();
    String user = ownUser();
    if (!owner.equals(user)) {
      throw new IOException(
          "%s holds secrets and is %s's: it must be of the service's user, %s"
              .formatted(file, owner, user));
    }
  }

  /** As the file system names it, which a JVM's user.name need not be. */
  private static String ownUser() throws IOException {
    return Files.getOwner(Path.of("/proc/self")).getName();
  }
}
