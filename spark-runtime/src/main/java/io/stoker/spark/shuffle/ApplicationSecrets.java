package io.stoker.spark.shuffle;

import io.stoker.contract.node.ShuffleDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import org.apache.spark.network.sasl.SecretKeyHolder;
import org.jspecify.annotations.Nullable;

/**
 * The secret of each application, read anew from the node's directory for each connection: so this
 * process keeps none, and one that has just been restarted knows them all.
 */
record ApplicationSecrets(ShuffleDirectory directory) implements SecretKeyHolder {
  private static final String USER = "sparkSaslUser";

  @Override
  public String getSaslUser(String application) {
    return USER;
  }

  /** Null for an application that is not, or no longer, served: then nobody is let in. */
  @Override
  public @Nullable String getSecretKey(String application) {
    if (!ShuffleDirectory.isApplication(application)) {
      return null; // a name from outside, which becomes a file's
    }
    try {
      return Files.readString(directory.applications().resolve(application)).strip();
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
