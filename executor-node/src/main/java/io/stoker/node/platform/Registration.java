package io.stoker.node.platform;

import io.stoker.contract.node.JoinReply;
import io.stoker.contract.node.JoinRequest;
import io.stoker.contract.node.NodeDescription;
import io.stoker.contract.node.RegisterReply;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.node.home.Identity;
import io.stoker.node.home.NewCredential;
import io.stoker.node.home.NodeProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's standing with its platform: joined once, registered anew whenever that is void. */
public final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final Duration CALM = Duration.ofMinutes(1);

  private final PlatformClient client;
  private final Path home;
  private final Supplier<NodeDescription> description;
  private final JoinToken token;
  private final BooleanSupplier hasProcesses;
  private final StorageProbe storage;
  private final Duration inUseFor;
  private final Backoff renewals = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private @Nullable Session current;
  private long registeredAt;

  /**
   * Nothing is said to the platform yet.
   *
   * @param description of the node as it is at that moment
   * @param hasProcesses whether a process of this node runs. Such a node goes on asking a platform
   *     that refuses it, until its own long silence ends the processes: a wrong answer of one
   *     misled proxy shall not cost them
   * @param storage is told what to look for at each registration
   * @param inUseFor how long it asks on when another speaks as this node. After a restart or a move
   *     of the home that is this node as it was, until it has been silent long enough
   */
  public Registration(
      PlatformClient client,
      Path home,
      Supplier<NodeDescription> description,
      JoinToken token,
      BooleanSupplier hasProcesses,
      StorageProbe storage,
      Duration inUseFor) {
    this.client = client;
    this.home = home;
    this.description = description;
    this.token = token;
    this.hasProcesses = hasProcesses;
    this.storage = storage;
    this.inUseFor = inUseFor;
  }

  /**
   * The session to speak under; registers when there is none. Blocks while no server answers.
   *
   * @throws NodeProblem when the platform refuses this node
   */
  public synchronized Session session() throws InterruptedException {
    if (storage.isLost()) {
      LOG.info("Registers anew: the file that tells that it reads the storage is lost");
      current = null;
    }
    Session session = current;
    if (session == null) {
      if (registeredAt != 0) {
        pauseBeforeRenewal();
      }
      session = register(identity());
      registeredAt = System.nanoTime();
      current = session;
    }
    return session;
  }

  /** The platform no longer accepts this session: the next one registers anew. */
  public synchronized void isVoid(Session session) {
    if (current == session) {
      current = null;
    }
  }

  /** Two services with one identity make each other void: they shall not do it all the time. */
  private void pauseBeforeRenewal() throws InterruptedException {
    if (System.nanoTime() - registeredAt > CALM.toNanos()) {
      renewals.reset();
    }
    renewals.pause();
  }

  private Identity identity() throws InterruptedException {
    Optional<Identity> known = Identity.read(home);
    if (known.isPresent()) {
      noteOtherAddress(known.get());
      return known.get();
    }
    NewCredential credential = NewCredential.in(home);
    Identity identity = join(credential);
    CrashPoints.hit(CrashPoint.NODE_JOINED);
    identity.write(home);
    credential.delete();
    LOG.info(
        "Joined {} as node {} ({})", client.servers(), description.get().name(), identity.nodeId());
    return identity;
  }

  private void noteOtherAddress(Identity identity) {
    if (!identity.platformUrl().equals(client.servers().toString())) {
      LOG.info(
          "Joined at {}, now speaks with {}, which must be the same platform",
          identity.platformUrl(),
          client.servers());
    }
  }

  private Identity join(NewCredential credential) throws InterruptedException {
    Patience patience = new Patience("join");
    JoinRequest join = new JoinRequest(credential.text(), description.get());
    while (true) {
      Reply<JoinReply> reply = client.join(token.read(home), join);
      if (reply instanceof Reply.Ok<JoinReply> ok) {
        return new Identity(ok.value().nodeId(), credential.text(), client.servers().toString());
      } else if (reply instanceof Reply.Refused<JoinReply> refused) {
        throw new NodeProblem(
            client.servers() + " does not let this node join: " + refused.detail());
      } else if (reply instanceof Reply.Unavailable<JoinReply> unavailable) {
        patience.pause(unavailable.why());
      }
    }
  }

  private Session register(Identity identity) throws InterruptedException {
    Patience patience = new Patience("register");
    InUse inUse = new InUse(inUseFor, System::nanoTime);
    while (true) {
      Reply<RegisterReply> reply = client.register(identity, description.get());
      if (reply instanceof Reply.Ok<RegisterReply> ok) {
        LOG.info("Registered with {}, epoch {}", client.servers(), ok.value().epoch());
        storage.lookFor(ok.value().storageProbe(), ok.value().storageProbeSha256());
        return new Session(identity, ok.value());
      } else if (reply instanceof Reply.Refused<RegisterReply> refused) {
        if (!inUse.mayPass(refused) && !hasProcesses.getAsBoolean()) {
          throw refused(refused);
        }
        patience.pause("the platform refuses this node: " + refused.detail());
      } else if (reply instanceof Reply.Unavailable<RegisterReply> unavailable) {
        patience.pause(unavailable.why());
      }
    }
  }

  private NodeProblem refused(Reply.Refused<?> refused) {
    String message =
        client.servers()
            + " refuses this node: "
            + refused.detail()
            + " (To join anew, delete "
            + home.resolve("identity.json")
            + " and start the node with a join token.)";
    return refused.isInUse() ? NodeProblem.forAPerson(message) : new NodeProblem(message);
  }

  /** Pauses longer each time, and says why. */
  private static final class Patience {
    private final String what;
    private final Backoff backoff = Backoff.ofCalls();

    Patience(String what) {
      this.what = what;
    }

    void pause(String why) throws InterruptedException {
      LOG.warn("Cannot {} yet, trying again: {}", what, why);
      backoff.pause();
    }
  }
}
