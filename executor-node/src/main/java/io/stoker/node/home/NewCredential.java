package io.stoker.node.home;

import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The credential of a node that is about to join, kept in {@code joining.credential} (0600) from
 * before it asks until it knows that it has joined. However often the answer is lost, it asks with
 * the same one, and so joins once.
 */
public final class NewCredential {
  private static final String FILE = "joining.credential";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final String text;

  private NewCredential(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /** The one that an earlier try has left, or a new one. */
  public static NewCredential in(Path home) {
    Path file = home.resolve(FILE);
    try {
      String text = Files.readString(file).strip();
      return text.isEmpty() ? make(file) : new NewCredential(file, text);
    } catch (NoSuchFileException e) {
      return make(file);
    } catch (IOException e) {
      throw new NodeProblem(file + " cannot be read: " + e, e);
    }
  }

  private static NewCredential make(Path file) {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    String text = "stn_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    try {
      PrivateFiles.write(file, text);
      return new NewCredential(file, text);
    } catch (IOException e) {
      throw new NodeProblem(file + " cannot be written: " + e, e);
    }
  }

  public String text() {
    return text;
  }

  /** The node has joined: the credential is part of its identity. */
  public void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new NodeProblem(file + " cannot be deleted: " + e, e);
    }
  }

  @Override
  public String toString() {
    return "NewCredential[…]";
  }
}
