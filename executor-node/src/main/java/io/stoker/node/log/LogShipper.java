package io.stoker.node.log;

import io.stoker.contract.node.LogAck;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.node.platform.Caller;
import io.stoker.node.platform.PlatformClient;
import io.stoker.node.platform.Reply;
import io.stoker.node.process.ManagedProcess;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the processes write to the platform, in pieces, until each has ended and the platform
 * has all of it. For one thread.
 */
public final class LogShipper {
  private static final Logger LOG = LoggerFactory.getLogger(LogShipper.class);
  private static final int PIECES_IN_A_ROW = 8;

  private final PlatformClient client;
  private final Caller caller;
  private final Map<UUID, List<LogStream>> streams = new HashMap<>();

  public LogShipper(PlatformClient client, Caller caller) {
    this.client = client;
    this.caller = caller;
  }

  /**
   * Goes once over all processes, at most 8 MiB of each stream.
   *
   * @return whether there is more to send at once
   */
  public boolean ship(List<ManagedProcess> processes) throws InterruptedException {
    streams
        .keySet()
        .retainAll(processes.stream().map(ManagedProcess::id).collect(Collectors.toSet()));
    boolean more = false;
    for (ManagedProcess process : processes) {
      more |= ship(process);
    }
    return more;
  }

  private boolean ship(ManagedProcess process) throws InterruptedException {
    if (!process.isOfRun()) {
      process.markShipped(); // it belongs to nobody there
      return false;
    }
    List<LogStream> both = streams.computeIfAbsent(process.id(), id -> streamsOf(process));
    boolean more = false;
    for (LogStream stream : both) {
      more |= ship(process, stream);
    }
    if (both.stream().allMatch(LogStream::isClosed)) {
      process.markShipped();
    }
    return more;
  }

  private boolean ship(ManagedProcess process, LogStream stream) throws InterruptedException {
    for (int i = 0; i < PIECES_IN_A_ROW && !stream.isClosed(); i++) {
      boolean over = process.isOver(); // asked before the read: then the end read is the last
      byte[] piece = read(process, stream);
      if (piece == null) {
        return false;
      }
      boolean last = over && piece.length < LogStream.PIECE;
      if ((piece.length == 0 && !last) || !send(process, stream, piece, last)) {
        return false;
      }
    }
    return !stream.isClosed();
  }

  /** The platform learns where the stream ends: only then can a reader know that it has all. */
  private boolean send(ManagedProcess process, LogStream stream, byte[] piece, boolean last)
      throws InterruptedException {
    long offset = stream.offset();
    Reply<LogAck> reply =
        caller.call(
            session -> client.log(session, process.id(), stream.name(), offset, piece, last));
    CrashPoints.hit(CrashPoint.NODE_LOG_ANSWERED);
    if (reply instanceof Reply.Ok<LogAck> ok) {
      stream.acknowledge(ok.value().nextOffset());
      if (last && stream.offset() == offset + piece.length) {
        stream.close();
      }
      return true;
    }
    if (reply instanceof Reply.Refused<LogAck> refused && !refused.isAboutCaller()) {
      LOG.warn(
          "Gives up {} of {} at byte {}: {}", stream.name(), process, offset, refused.detail());
      stream.close();
    }
    return false;
  }

  /** Null when it cannot be read just now, which is not its end. */
  private static byte @Nullable [] read(ManagedProcess process, LogStream stream) {
    try {
      return stream.next();
    } catch (IOException e) {
      LOG.warn("Cannot read {} of {}, trying again", stream.name(), process, e);
      return null;
    }
  }

  private static List<LogStream> streamsOf(ManagedProcess process) {
    return List.of(
        new LogStream("stdout", process.directory()), new LogStream("stderr", process.directory()));
  }
}
