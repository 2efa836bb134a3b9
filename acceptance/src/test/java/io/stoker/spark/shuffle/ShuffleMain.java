package io.stoker.spark.shuffle;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The name by which nodes start their shuffle server, in the stand-in's directory of jars. Stand-in
 * executors do not come to it: it says where it is, and refuses what its node asks, as Spark's
 * does.
 */
public final class ShuffleMain {
  private static final byte RPC_FAILURE = 5;

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    try (ServerSocket server = listen(args[2], Integer.parseInt(args[3]))) {
      Path part = Files.writeString(directory.resolve("port.new"), server.getLocalPort() + "\n");
      Files.move(
          part,
          directory.resolve("port"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      while (true) {
        try (Socket call = server.accept()) {
          call.setSoTimeout(1_000);
          refuse(call);
        } catch (IOException e) {
          // whoever called has gone
        }
      }
    }
  }

  private static ServerSocket listen(String host, int port) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    try {
      return new ServerSocket(port, 50, address);
    } catch (BindException e) {
      return new ServerSocket(0, 50, address);
    }
  }

  private static void refuse(Socket call) throws IOException {
    DataInputStream in = new DataInputStream(call.getInputStream());
    byte[] request = new byte[(int) in.readLong() - Long.BYTES];
    in.readFully(request);
    DataOutputStream out = new DataOutputStream(call.getOutputStream());
    out.writeLong(Long.BYTES + 1 + Long.BYTES + Integer.BYTES);
    out.write(RPC_FAILURE);
    out.write(request, 1, Long.BYTES);
    out.writeInt(0);
    out.flush();
  }

  private ShuffleMain() {}
}
