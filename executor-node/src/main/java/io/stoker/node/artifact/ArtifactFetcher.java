package io.stoker.node.artifact;

import io.stoker.node.platform.Caller;
import io.stoker.node.platform.PlatformClient;
import io.stoker.node.platform.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches the jars that processes wait for, one after the other. */
public final class ArtifactFetcher {
  private static final Logger LOG = LoggerFactory.getLogger(ArtifactFetcher.class);

  private final ArtifactCache cache;
  private final PlatformClient client;
  private final Caller caller;

  public ArtifactFetcher(ArtifactCache cache, PlatformClient client, Caller caller) {
    this.cache = cache;
    this.client = client;
    this.caller = caller;
  }

  /** Waits until a jar is missing and tries once to fetch it. */
  public void turn() throws InterruptedException {
    String digest = cache.nextMissing();
    try {
      Path part = cache.part(digest);
      try {
        take(digest, part, fetch(digest, part));
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException | UncheckedIOException e) {
      cache.fail(digest, "The artifact " + digest + " cannot be kept below the node's home: " + e);
    }
  }

  private Reply<String> fetch(String digest, Path part) throws InterruptedException {
    return caller.call(
        session -> {
          try {
            return client.artifact(session.identity(), digest, part);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void take(String digest, Path part, Reply<String> reply) throws IOException {
    if (reply instanceof Reply.Ok<String> ok) {
      if (ok.value().equals(digest)) {
        cache.put(digest, part);
        LOG.info("Fetched the artifact {}, {} bytes", digest, cache.bytes(digest));
      } else {
        cache.fail(
            digest, "The platform sent other bytes (" + ok.value() + ") as the artifact " + digest);
      }
    } else if (reply instanceof Reply.Refused<String> refused && !refused.isAboutCaller()) {
      cache.fail(digest, "The artifact " + digest + " cannot be fetched: " + refused.detail());
    }
  }
}
