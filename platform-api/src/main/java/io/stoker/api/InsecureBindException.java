package io.stoker.api;

/** The server was told to listen where credentials would cross the network in clear text. */
class InsecureBindException extends RuntimeException {

  InsecureBindException(String address) {
    super(
        "server.address is "
            + address
            + ", which other machines reach, but TLS is not configured: keys and tokens would cross"
            + " the network in clear text.");
  }
}
