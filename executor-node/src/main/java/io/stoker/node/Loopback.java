package io.stoker.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Whether an address is seen from its own machine only. */
final class Loopback {
  private Loopback() {}

  static boolean is(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false; // whatever it is once it is known
    }
  }
}
