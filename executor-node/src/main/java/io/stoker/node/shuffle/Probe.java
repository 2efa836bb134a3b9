package io.stoker.node.shuffle;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Tells a shuffle server that is slow from one that hangs. It asks every few seconds and gives no
 * question up: a server that pauses answers them all in the end, one of whose threads is stuck
 * leaves those that came to it open for ever, whatever the others answer. A question ages by this
 * service's own looks, so a machine that slept, or had no time for this service either, proves
 * nothing.
 */
public final class Probe {
  /** Questions that come while the patience with one lasts. */
  private static final int QUESTIONS = 12;

  private static final int MOST_OPEN = 3 * QUESTIONS;

  /** Whoever was not looked at for longer was not waited for so long either. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  private final String host;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final List<Question> open = new ArrayList<>();
  private long number;
  private long sinceAsked;
  private long lookedAt;
  private boolean answered;

  /**
   * Nothing is asked yet.
   *
   * @param host address of the node
   * @param patience after which a question counts as never to be answered
   */
  public Probe(String host, Duration patience) {
    this(host, patience, System::nanoTime);
  }

  Probe(String host, Duration patience, LongSupplier nanoTime) {
    this.host = host;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  /** Another server: what the last one was asked, and its answers, count no more. */
  void begin() {
    open.forEach(Question::close);
    open.clear();
    answered = false;
    sinceAsked = patience.toNanos(); // the first at once
    lookedAt = nanoTime.getAsLong();
  }

  /**
   * Hears what has been answered, and asks anew when it is time.
   *
   * @param port empty until it has said where it listens: then what it is asked waits for that
   */
  void look(OptionalInt port) {
    long passed = passed();
    InetSocketAddress server =
        port.isPresent() ? new InetSocketAddress(host, port.getAsInt()) : null;
    if (server != null && server.isUnresolved()) {
      return; // a name service that is away says nothing of the server
    }
    for (Question question : List.copyOf(open)) {
      if (server != null && question.isAnswered(server)) {
        answered = true;
        open.remove(question);
        question.close();
      } else {
        question.waited(passed);
      }
    }
    sinceAsked += passed;
    if (sinceAsked >= patience.dividedBy(QUESTIONS).toNanos() && open.size() < MOST_OPEN) {
      sinceAsked = 0;
      open.add(new Question(++number));
    }
  }

  /** Whether it has answered anything since the beginning. */
  boolean isAnswered() {
    return answered;
  }

  /** So long the oldest question is open by now. */
  Duration waited() {
    return Duration.ofNanos(open.stream().mapToLong(Question::waitedNanos).max().orElse(0));
  }

  /** Whether new executors had better wait: longer than any pause that is worth no word. */
  boolean isLate() {
    return waited().compareTo(patience.dividedBy(4)) > 0;
  }

  /** One that starts has more time: the first thing to be slow on a busy machine is a start. */
  boolean isHung() {
    return waited().compareTo(answered ? patience : patience.multipliedBy(3)) > 0;
  }

  private long passed() {
    long now = nanoTime.getAsLong();
    long passed = Math.min(now - lookedAt, LONGEST_LOOK.toNanos());
    lookedAt = now;
    return passed;
  }
}
