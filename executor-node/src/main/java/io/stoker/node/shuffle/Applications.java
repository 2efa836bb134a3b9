package io.stoker.node.shuffle;

import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The applications whose shuffle files this node keeps and serves, on disk only: so a restarted
 * service knows them, and the shuffle server needs no service to know their secrets.
 */
public final class Applications {
  private final ShuffleDirectory directory;

  public Applications(ShuffleDirectory directory) {
    this.directory = directory;
  }

  /** What its executors write is kept from now on, and served to who knows the secret. */
  public synchronized void keep(String application, String secret) throws IOException {
    // it may have ended here before, at a drain that was taken back, and nobody has read that yet
    Files.deleteIfExists(directory.ended().resolve(application));
    Path file = PrivateFiles.createDirectories(directory.applications()).resolve(application);
    if (!Files.exists(file)) {
      PrivateFiles.write(file, secret);
    }
  }

  /** What an executor cached or spilled is of no use any more; what it wrote for others is. */
  public synchronized void executorEnded(String application, int executor) throws IOException {
    if (all().contains(application)) {
      Path gone = PrivateFiles.createDirectories(directory.gone());
      create(gone.resolve(ShuffleDirectory.goneExecutor(application, executor)));
    }
  }

  public synchronized Set<String> all() throws IOException {
    try (Stream<Path> files = Files.list(directory.applications())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(ShuffleDirectory::isApplication)
          .collect(Collectors.toSet());
    } catch (NoSuchFileException e) {
      return Set.of();
    }
  }

  /** Forgets all others and their secrets; their files are nobody's any more. */
  public synchronized void retain(Set<String> applications) throws IOException {
    for (String application : all()) {
      if (!applications.contains(application)) {
        Path ended = PrivateFiles.createDirectories(directory.ended()).resolve(application);
        create(ended); // first: a crash in between only has it ended once more
        Files.deleteIfExists(directory.applications().resolve(application));
      }
    }
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // of a service that was killed right after
    }
  }
}
