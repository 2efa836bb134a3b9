package io.stoker.node.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one loop of the node calls the platform: under the current registration, which it gives up
 * when the platform no longer accepts it, and with growing pauses after failures. An outage is said
 * when it begins and when it ends. For one thread.
 */
public final class Caller {
  private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

  private final String purpose;
  private final boolean ofNode;
  private final Registration registration;
  private final Silence silence;
  private final Backoff backoff = Backoff.ofCalls();
  private boolean failing;

  private Caller(String purpose, boolean ofNode, Registration registration, Silence silence) {
    this.purpose = purpose;
    this.ofNode = ofNode;
    this.registration = registration;
    this.silence = silence;
  }

  /**
   * For calls about the node itself: whatever is refused, the node is not what the platform takes
   * it for, and registers anew.
   *
   * @param purpose what the calls do, for the log
   */
  public static Caller ofNode(String purpose, Registration registration, Silence silence) {
    return new Caller(purpose, true, registration, silence);
  }

  /** For calls about single processes: one may be refused while the node is well. */
  public static Caller ofProcesses(String purpose, Registration registration, Silence silence) {
    return new Caller(purpose, false, registration, silence);
  }

  /** A call under a registration. */
  @FunctionalInterface
  public interface Call<T> {
    Reply<T> under(Session session) throws InterruptedException;
  }

  /** Calls once, and pauses when that failed. */
  public <T> Reply<T> call(Call<T> call) throws InterruptedException {
    Session session = registration.session();
    Reply<T> reply = call.under(session);
    if (reply instanceof Reply.Ok) {
      silence.heard();
      recovered();
    } else if (reply instanceof Reply.Refused<T> refused) {
      if (ofNode || refused.isAboutCaller()) {
        registration.isVoid(session);
      }
      failed("refused: " + refused.detail());
    } else if (reply instanceof Reply.Unavailable<T> unavailable) {
      failed(unavailable.why());
    }
    return reply;
  }

  private void recovered() {
    if (failing) {
      LOG.info("{} works again", purpose);
      failing = false;
    }
    backoff.reset();
  }

  private void failed(String why) throws InterruptedException {
    if (failing) {
      LOG.debug("{} still fails: {}", purpose, why);
    } else {
      LOG.warn("{} fails, trying on: {}", purpose, why);
      failing = true;
    }
    backoff.pause();
  }
}
