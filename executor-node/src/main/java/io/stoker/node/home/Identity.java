package io.stoker.node.home;

import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who this node is, kept in {@code identity.json} (0600) since it joined.
 *
 * @param credential bearer token for each call
 * @param platformUrl where it joined
 */
public record Identity(UUID nodeId, String credential, String platformUrl) {
  private static final String FILE = "identity.json";

  /** Empty for a node that has not joined yet. */
  public static Optional<Identity> read(Path home) {
    Path file = home.resolve(FILE);
    try {
      return Optional.of(JsonMapper.shared().readValue(Files.readString(file), Identity.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JacksonException e) {
      throw new NodeProblem(
          file + " cannot be read (" + e.getMessage() + "): repair it, or delete it to join anew",
          e);
    }
  }

  public void write(Path home) {
    try {
      PrivateFiles.write(home.resolve(FILE), JsonMapper.shared().writeValueAsString(this));
    } catch (IOException e) {
      throw new NodeProblem("The node's identity cannot be kept in " + home + ": " + e, e);
    }
  }

  @Override
  public String toString() {
    return "Identity[nodeId=" + nodeId + ", platformUrl=" + platformUrl + "]";
  }
}
