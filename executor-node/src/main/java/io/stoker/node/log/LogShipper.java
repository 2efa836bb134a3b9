package io.stoker.node.log;

import io.stoker.contract.node.LogAck;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.node.log.LogStream.Piece;
import io.stoker.node.platform.Caller;
import io.stoker.node.platform.PlatformClient;
import io.stoker.node.platform.Reply;
import io.stoker.node.process.ManagedProcess;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
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
  private final StreamLimit limit;
  private final Predicate<UUID> followed;
  private final Map<UUID, List<LogStream>> streams = new HashMap<>();

  /**
   * Nothing is sent yet.
   *
   * @param followed whether somebody reads what a process writes as it grows
   */
  public LogShipper(
      PlatformClient client, Caller caller, StreamLimit limit, Predicate<UUID> followed) {
    this.client = client;
    this.caller = caller;
    this.limit = limit;
    this.followed = followed;
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
    List<LogStream> both = streamsOf(process);
    boolean more = false;
    for (LogStream stream : both) {
      more |= ship(process, stream);
    }
    if (!both.isEmpty() && both.stream().allMatch(LogStream::isClosed)) {
      process.markShipped();
    }
    return more;
  }

  private boolean ship(ManagedProcess process, LogStream stream) throws InterruptedException {
    for (int i = 0; i < PIECES_IN_A_ROW && !stream.isClosed(); i++) {
      Piece piece = next(process, stream);
      if (piece == null || !send(process, stream, piece)) {
        return false;
      }
      if (!piece.last() && piece.length() < LogStream.PIECE) {
        return false; // what it has written meanwhile can wait
      }
    }
    return !stream.isClosed();
  }

  /** The platform learns where the stream ends: only then can a reader know that it has all. */
  private boolean send(ManagedProcess process, LogStream stream, Piece piece)
      throws InterruptedException {
    long offset = stream.offset();
    Reply<LogAck> reply =
        caller.call(
            session ->
                client.log(
                    session,
                    process.id(),
                    stream.name(),
                    offset,
                    stream.segment(),
                    piece.bytes().array(),
                    piece.last()));
    CrashPoints.hit(CrashPoint.NODE_LOG_ANSWERED);
    if (reply instanceof Reply.Ok<LogAck> ok) {
      stream.acknowledge(ok.value());
      if (piece.last() && stream.offset() == offset + piece.length()) {
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

  /** Null when nothing is to be sent, or it cannot be read just now, which is not its end. */
  private @Nullable Piece next(ManagedProcess process, LogStream stream) {
    boolean over = process.isOver(); // asked before the read: then the end read is the last
    try {
      if (!stream.isDue(over, followed.test(process.id()))) {
        return null;
      }
      Piece piece = stream.next(over);
      return piece.length() == 0 && !piece.last() ? null : piece;
    } catch (IOException e) {
      LOG.warn("Cannot read {} of {}, trying again", stream.name(), process, e);
      return null;
    }
  }

  /** Empty while it cannot be seen how much of them is kept. */
  private List<LogStream> streamsOf(ManagedProcess process) {
    List<LogStream> known = streams.get(process.id());
    if (known != null) {
      return known;
    }
    try {
      long most = limit.of(process.directory());
      List<LogStream> fresh =
          StreamLimit.STREAMS.stream()
              .map(name -> new LogStream(name, process.directory(), most, System::nanoTime))
              .toList();
      streams.put(process.id(), fresh);
      return fresh;
    } catch (IOException e) {
      LOG.warn("Cannot send the logs of {} yet, trying again", process, e);
      return List.of();
    }
  }
}
