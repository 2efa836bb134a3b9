package io.stoker.node;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Whether an address is seen from its own machine only. */
final class Loopback {
  private Loopback() {}

  static boolean is(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // whatever it is once it is known
    }
  }
}
