package io.stoker.artifact;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** The uploaded programs and files. Ids in arguments need not exist. */
@Service
public class Artifacts {
  private final ArtifactStore store;
  private final LooseFileStore loose;
  private final ArtifactFiles files;
  private final Uploads uploads;
  private final TransactionOperations transaction;

  Artifacts(
      ArtifactStore store,
      LooseFileStore loose,
      ArtifactFiles files,
      Uploads uploads,
      TransactionOperations transaction) {
    this.store = store;
    this.loose = loose;
    this.files = files;
    this.uploads = uploads;
    this.transaction = transaction;
  }

  /**
   * The artifact that an upload's bytes are.
   *
   * @param isNew whether this upload made it
   */
  public record Uploaded(Artifact artifact, boolean isNew) {}

  /**
   * Keeps what a stream holds; the same bytes again are the same artifact.
   *
   * @param kind JAR: it must be one
   * @param name for people; one is made of the id when there is none
   * @throws StokerException NOT_A_JAR, saying what was found; MALFORMED_REQUEST when the stream
   *     breaks
   */
  public Uploaded upload(
      InputStream in, ArtifactKind kind, Optional<String> name, String createdBy) {
    return uploads.take(in, kind, name, createdBy);
  }

  public Artifact get(String id) {
    return store.find(id).orElseThrow(() -> unknown(id));
  }

  /** Those of these that exist, by their ids. */
  public Map<String, Artifact> known(Collection<String> ids) {
    return store.find(Set.copyOf(ids)).stream()
        .collect(Collectors.toMap(Artifact::id, Function.identity()));
  }

  /** Newest first, older than the one with the given entry. */
  public List<Artifact> list(@Nullable UUID before, int limit) {
    return store.list(before, limit);
  }

  /**
   * An artifact's bytes.
   *
   * @return a stream whose first bytes have been read. It throws StokerException UNAVAILABLE when
   *     the storage does not answer any more
   * @throws StokerException ARTIFACT_GONE when somebody has taken them away, UNAVAILABLE when the
   *     storage does not answer
   */
  public InputStream open(Artifact artifact) {
    try {
      return files.open(artifact.file());
    } catch (NoSuchFileException e) {
      throw new StokerException(
          ErrorCode.ARTIFACT_GONE,
          "The storage has lost %s, the bytes of artifact %s (%s). Upload the same bytes again, or bring that file back."
              .formatted(files.place(artifact.file()), artifact.name(), artifact.id()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + files.place(artifact.file()), e);
    }
  }

  /**
   * Notes that a revision refers to these artifacts, in the transaction that makes the revision.
   *
   * @throws StokerException CONFLICT when one of them is gone
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void use(UUID jobId, int revision, Set<String> ids) {
    if (!ids.isEmpty() && store.use(jobId, revision, ids) < ids.size()) {
      throw new StokerException(
          ErrorCode.CONFLICT,
          "An artifact that the definition names was deleted at this moment. Upload it again.");
    }
  }

  /**
   * Deletes an artifact that no revision refers to.
   *
   * @throws StokerException NOT_FOUND, or CONFLICT naming a revision that refers to it
   */
  public void delete(String id) {
    String file = transaction.execute(status -> unlink(id));
    if (file != null) {
      uploads.discard(file);
    }
  }

  private String unlink(String id) {
    Artifact artifact = store.lock(id).orElseThrow(() -> unknown(id));
    store
        .someUse(id)
        .ifPresent(
            use -> {
              throw new StokerException(
                  ErrorCode.CONFLICT,
                  "Artifact %s is needed: %s refers to it. Revisions never change, so it stays."
                      .formatted(artifact.name(), use));
            });
    store.delete(id);
    loose.addDoomed(artifact.file());
    return artifact.file();
  }

  private static StokerException unknown(String id) {
    return new StokerException(
        ErrorCode.NOT_FOUND,
        Artifact.isId(id)
            ? "There is no artifact with the id "
                + id
                + ". GET /api/v1/artifacts lists those that there are."
            : "An artifact's id is the SHA-256 of its bytes, 64 hexadecimal digits in lower case.");
  }
}
