package io.stoker.launcher;

import java.io.IOException;

/**
 * A job's master and the node's file of masters' secrets do not go together, or that file cannot be
 * used. It says nothing of how well the node runs other drivers.
 */
public final class MasterSecretException extends IOException {
  private static final long serialVersionUID = 1L;

  MasterSecretException(String message) {
    super(message);
  }

  MasterSecretException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
