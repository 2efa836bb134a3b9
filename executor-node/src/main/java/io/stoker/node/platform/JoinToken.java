package io.stoker.node.platform;

import io.stoker.node.home.NodeProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the token lies that lets this machine join; read anew at each try. */
public record JoinToken(@Nullable Path file) {

  String read(Path home) {
    if (file == null) {
      throw new NodeProblem(
          "This node has not joined yet (no identity in "
              + home
              + ") and has no token: set"
              + " stoker.node.token-file to a file with a join token");
    }
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
        throw new NodeProblem(
            "The token file " + file + " does not hold one join token and nothing else");
      }
      return token;
    } catch (IOException e) {
      throw new NodeProblem("The token file " + file + " cannot be read: " + e, e);
    }
  }
}
