package io.stoker.artifact;

import org.jspecify.annotations.Nullable;

/** An artifact that is about to be recorded; its bytes are in storage already. */
record NewArtifact(
    String id,
    String name,
    ArtifactKind kind,
    long bytes,
    @Nullable String mainClass,
    String file,
    String createdBy) {}
