package io.stoker.api.artifact;

import io.stoker.api.web.UploadLimit;
import io.stoker.contract.Paths;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What uploads need of the web's edge. */
@Configuration(proxyBeanMethods = false)
class ArtifactConfiguration {

  @Bean
  UploadLimit largestJar(ArtifactProperties properties) {
    long bytes = properties.maxSize().toBytes();
    return new UploadLimit(
        Paths.ARTIFACTS,
        bytes,
        "A jar may have at most %d bytes here; the server's setting stoker.artifacts.max-size says so."
            .formatted(bytes));
  }
}
