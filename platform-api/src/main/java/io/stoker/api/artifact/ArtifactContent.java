package io.stoker.api.artifact;

import io.stoker.artifact.Artifact;
import io.stoker.artifact.Artifacts;
import io.stoker.error.StokerException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.coyote.CloseNowException;
import org.springframework.core.io.AbstractResource;

/** An artifact's bytes as an answer. They are not looked for before it begins. */
public final class ArtifactContent extends AbstractResource {
  private final Artifacts artifacts;
  private final Artifact artifact;

  public ArtifactContent(Artifacts artifacts, Artifact artifact) {
    this.artifacts = artifacts;
    this.artifact = artifact;
  }

  @Override
  public long contentLength() {
    return artifact.bytes();
  }

  @Override
  public InputStream getInputStream() {
    return new Whole(artifacts.open(artifact));
  }

  @Override
  public String getDescription() {
    return "artifact " + artifact.id();
  }

  /** Breaks off with the storage, and so does the answer: whole it must not seem. */
  private static final class Whole extends FilterInputStream {
    Whole(InputStream bytes) {
      super(bytes);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (StokerException e) {
        throw new CloseNowException("The answer breaks off", e);
      }
    }
  }
}
