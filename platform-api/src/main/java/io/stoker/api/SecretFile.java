package io.stoker.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A small file that only its owner may read; a reader sees all of it or none. */
record SecretFile(Path directory, String name) {

  static SecretFile adminKey(StokerProperties properties) {
    return new SecretFile(properties.runDirectory(), "admin.key");
  }

  static SecretFile joinToken(StokerProperties properties) {
    Path file = properties.joinTokenFile();
    return file == null
        ? new SecretFile(properties.runDirectory(), "join.token")
        : of(file.toAbsolutePath());
  }

  static SecretFile server(StokerProperties properties) {
    return new SecretFile(properties.runDirectory(), "server.json");
  }

  private static SecretFile of(Path file) {
    return new SecretFile(file.resolveSibling(""), file.getFileName().toString());
  }

  Path path() {
    return directory.resolve(name);
  }

  void write(String text) throws IOException {
    Files.createDirectories(directory);
    Path draft = directory.resolve("." + name + "." + ProcessHandle.current().pid());
    Files.deleteIfExists(draft);
    try (FileChannel channel =
        FileChannel.open(
            draft,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What it holds without the line's end; empty when it is not there. */
  Optional<String> read() throws IOException {
    return Files.exists(path())
        ? Optional.of(Files.readString(path(), StandardCharsets.UTF_8).strip())
        : Optional.empty();
  }
}
