package io.stoker.artifact;

/** What is known of an artifact's bytes. */
public enum ArtifactKind {
  /** They are a jar. */
  JAR,
  /** They may be anything. */
  FILE
}
