package io.stoker.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A bearer token: 256 random bits behind a prefix that names its kind. Only its hash is stored.
 *
 * @param text as sent in {@code Authorization: Bearer}
 */
public record Token(String text) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern BITS = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** What a token stands for. */
  public enum Kind {
    USER("stu_"),
    NODE("stn_"),
    ATTEMPT("sta_"),
    JOIN("stj_"),
    /** Opens the Spark UI of a run in a browser, once. */
    UI_TICKET("stv_"),
    /** A browser's cookie afterwards. */
    UI_SESSION("sts_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  public static Token random(Kind kind) {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return new Token(kind.prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  public boolean is(Kind kind) {
    return text.startsWith(kind.prefix);
  }

  /** Whether it has the form of a token of its kind: others may be easy to guess. */
  public boolean isWhole(Kind kind) {
    return is(kind) && BITS.matcher(text.substring(kind.prefix.length())).matches();
  }

  /** SHA-256; the token has full entropy, so a slow hash would add nothing. */
  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  @Override
  public String toString() {
    return "Token[…]";
  }
}
