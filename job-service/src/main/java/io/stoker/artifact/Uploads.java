package io.stoker.artifact;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes uploads: the file first, under a name of its own, then the row that makes it an artifact.
 * Of several uploads of the same bytes the first row wins and the other files go, unless its own
 * was lost.
 */
@Component
class Uploads {
  private static final Logger log = LoggerFactory.getLogger(Uploads.class);

  private final ArtifactStore artifacts;
  private final LooseFileStore loose;
  private final ArtifactFiles files;
  private final TransactionOperations transaction;

  Uploads(
      ArtifactStore artifacts,
      LooseFileStore loose,
      ArtifactFiles files,
      TransactionOperations transaction) {
    this.artifacts = artifacts;
    this.loose = loose;
    this.files = files;
    this.transaction = transaction;
  }

  Artifacts.Uploaded take(
      InputStream in, ArtifactKind kind, Optional<String> name, String createdBy) {
    String file = UUID.randomUUID() + suffix(kind);
    loose.begin(file);
    boolean kept = false;
    try {
      NewArtifact fresh = receive(in, kind, file, name, createdBy);
      Artifacts.Uploaded uploaded = publish(fresh);
      kept = uploaded.artifact().file().equals(file);
      return uploaded;
    } finally {
      if (!kept) {
        discard(file);
      }
    }
  }

  private NewArtifact receive(
      InputStream in, ArtifactKind kind, String file, Optional<String> name, String createdBy) {
    ArtifactFiles.Written written = write(in, file);
    if (kind != ArtifactKind.JAR && written.bytes() == 0) {
      throw new StokerException(
          ErrorCode.MALFORMED_REQUEST, "The body is empty. Send the file's bytes as the body.");
    }
    return new NewArtifact(
        written.sha256(),
        name.orElseGet(() -> written.sha256().substring(0, 12) + suffix(kind)),
        kind,
        written.bytes(),
        seen(kind, file),
        file,
        createdBy);
  }

  private static String suffix(ArtifactKind kind) {
    return switch (kind) {
      case JAR -> ".jar";
      case PYTHON -> ".py";
      case FILE -> ".file";
    };
  }

  /** Looks whether it is what it is said to be; tells the main class of a jar that names one. */
  private @Nullable String seen(ArtifactKind kind, String file) {
    try {
      Optional<String> mainClass =
          switch (kind) {
            case JAR -> files.look(file, path -> Optional.ofNullable(JarCheck.mainClass(path)));
            case PYTHON ->
                files.look(
                    file,
                    path -> {
                      PythonCheck.check(path);
                      return Optional.empty();
                    });
            case FILE -> Optional.empty();
          };
      return mainClass.orElse(null);
    } catch (NoSuchFileException e) {
      throw overtaken();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what was uploaded", e);
    }
  }

  private ArtifactFiles.Written write(InputStream in, String file) {
    try {
      return files.write(file, in);
    } catch (ArtifactFiles.BrokenUpload e) {
      throw new StokerException(
          ErrorCode.MALFORMED_REQUEST, e.getMessage() + ". Nothing was kept; send it again.");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep an upload in the storage", e);
    }
  }

  private Artifacts.Uploaded publish(NewArtifact fresh) {
    while (true) {
      if (fresh.kind() != ArtifactKind.FILE) {
        artifacts.become(fresh.id(), fresh.kind(), fresh.mainClass());
      }
      boolean isNew = Boolean.TRUE.equals(transaction.execute(status -> insert(fresh)));
      // the one that was there may be deleted at this moment: then there is room for this one
      Optional<Artifact> artifact = artifacts.find(fresh.id());
      if (artifact.isPresent() && isLost(artifact.get().file(), fresh)) {
        String lost = artifact.get().file();
        transaction.executeWithoutResult(status -> replace(lost, fresh));
        artifact = artifacts.find(fresh.id());
      }
      if (artifact.isPresent()) {
        return new Artifacts.Uploaded(artifact.get(), isNew);
      }
      if (isNew) {
        throw new StokerException(
            ErrorCode.CONFLICT, "The artifact was deleted as soon as it was uploaded.");
      }
    }
  }

  /** Nobody looks for the fresh file: a storage that did not tell would have it discarded. */
  private boolean isLost(String file, NewArtifact fresh) {
    return !file.equals(fresh.file()) && !files.exists(file);
  }

  private boolean insert(NewArtifact fresh) {
    if (!artifacts.insert(fresh)) {
      return false;
    }
    if (!loose.take(fresh.file())) {
      throw overtaken();
    }
    return true;
  }

  private void replace(String lost, NewArtifact fresh) {
    if (artifacts.move(fresh.id(), lost, fresh.file()) && !loose.take(fresh.file())) {
      throw overtaken();
    }
  }

  /** The sweep took it for one that nobody sends any more. */
  private static StokerException overtaken() {
    return new StokerException(
        ErrorCode.CONFLICT,
        "The upload took longer than "
            + ArtifactSweep.LONGEST_UPLOAD.toMinutes()
            + " minutes, so nothing was kept. Send it over a faster line.");
  }

  /** Deletes what no artifact has, or leaves that to the sweep. */
  void discard(String file) {
    try {
      loose.doom(file);
      files.delete(file);
      loose.forget(file);
    } catch (RuntimeException e) {
      log.warn("The sweep is to delete {}, which cannot be deleted now: {}", file, e.toString());
    }
  }
}
