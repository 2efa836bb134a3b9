package io.stoker.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterSecretsTest {
  private final Path directory;

  MasterSecretsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aMasterGetsItsSecretAndWhatItsClusterShares() throws IOException {
    MasterSecrets secrets =
        secrets(
            """
            # of the old cluster
            spark://a:7077 top-secret

            spark://b:7077\tother  spark.network.crypto.enabled=true spark.network.sasl.serverAlwaysEncrypt=true
            """);
    assertThat(secrets.of(new Master("spark://a:7077")))
        .contains(new MasterSecrets.Known("top-secret", Map.of()));
    assertThat(secrets.of(new Master("spark://b:7077")))
        .contains(
            new MasterSecrets.Known(
                "other",
                Map.of(
                    "spark.network.crypto.enabled",
                    "true",
                    "spark.network.sasl.serverAlwaysEncrypt",
                    "true")));
    assertThat(secrets.of(new Master("spark://a:7078"))).isEmpty();
    assertThat(secrets.of(new Master("local[2]"))).isEmpty();
    assertThat(secrets.of(new Master(null))).isEmpty();
    assertThat(MasterSecrets.NONE.of(new Master("spark://a:7077"))).isEmpty();
    assertThat(secrets.of(new Master("spark://a:7077")).get() + "").doesNotContain("top-secret");
  }

  /** Else a job could have a cluster's secret proved to an address of its own choice. */
  @Test
  void allAddressesOfAMasterHaveOneSecret() throws IOException {
    MasterSecrets secrets = secrets("spark://a:1 x\nspark://b:1 x\nspark://c:1 y\n");
    assertThat(secrets.of(new Master("spark://a:1,b:1"))).isPresent();
    for (String mixed : new String[] {"spark://a:1,c:1", "spark://a:1,d:1", "spark://d:1,a:1"}) {
      assertThatThrownBy(() -> secrets.of(new Master(mixed)))
          .isInstanceOf(MasterSecretException.class)
          .hasMessageContaining("masters of one cluster have one");
    }
  }

  @Test
  void aChangedFileCountsAtOnce() throws IOException {
    MasterSecrets secrets = secrets("spark://a:1 x\n");
    Files.writeString(directory.resolve("secrets"), "spark://a:1 new\n");
    assertThat(secrets.of(new Master("spark://a:1")).map(MasterSecrets.Known::secret))
        .contains("new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark://a:1",
        "a:1 confidential",
        "spark://a:1,b:1 confidential",
        "spark://a:1 confidential more",
        "spark://a:1 confidential spark.plugins=x",
        "spark://a:1 confidential\nspark://a:1 confidential"
      })
  void aLineThatIsNoneIsNamedAndNotShown(String text) throws IOException {
    MasterSecrets secrets = secrets(text + "\n");
    assertThatThrownBy(secrets::check)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.resolve("secrets") + ": line ")
        .hasMessageNotContaining("confidential");
  }

  @Test
  void aFileThatOthersMayUseIsRefused() throws IOException {
    MasterSecrets secrets = secrets("spark://a:1 x\n");
    Path file = directory.resolve("secrets");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(secrets::check).hasMessageContaining("chmod 600");
    assertThatThrownBy(() -> secrets.of(new Master("spark://a:1")))
        .isInstanceOf(MasterSecretException.class)
        .hasMessageContaining("chmod 600");
    Files.delete(file);
    assertThatThrownBy(secrets::check).hasMessageContaining("is no file");
  }

  private MasterSecrets secrets(String text) throws IOException {
    Path file = directory.resolve("secrets");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
    return new MasterSecrets(file);
  }
}
