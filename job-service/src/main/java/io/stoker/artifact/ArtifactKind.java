package io.stoker.artifact;

/** What is known of an artifact's bytes. */
public enum ArtifactKind {
  /** They are a jar, or another zip. */
  JAR,
  /** They are text in UTF-8, as Python's sources are. */
  PYTHON,
  /** They may be anything. */
  FILE
}
