package io.stoker.api.artifact;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What uploads may take, under {@code stoker.artifacts.}.
 *
 * @param maxSize bytes of the largest jar that is taken; uploads are streamed, so it costs storage
 *     and no memory
 */
@ConfigurationProperties("stoker.artifacts")
record ArtifactProperties(@DefaultValue("512MB") DataSize maxSize) {}
