package io.stoker.cluster;

import io.stoker.access.Token;
import io.stoker.cluster.ReportStore.Open;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.error.Violations;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The machines of the cluster: how they join, come back and leave. */
@Component
public class Nodes {
  private static final Logger log = LoggerFactory.getLogger(Nodes.class);

  private final NodeStore store;
  private final JoinTokens tokens;
  private final Identities identities;
  private final LostProcesses lost;
  private final Upgrades upgrades;
  private final Signals signals;
  private final ClusterSettings settings;
  private final TransactionOperations transaction;

  Nodes(
      NodeStore store,
      JoinTokens tokens,
      Identities identities,
      LostProcesses lost,
      Upgrades upgrades,
      Signals signals,
      ClusterSettings settings,
      TransactionOperations transaction) {
    this.store = store;
    this.tokens = tokens;
    this.identities = identities;
    this.lost = lost;
    this.upgrades = upgrades;
    this.signals = signals;
    this.settings = settings;
    this.transaction = transaction;
  }

  /**
   * Makes a machine a node and uses its join token up. The same credential with the same token is
   * the same machine, which did not hear the answer. A machine that lost its credential comes back
   * with a bootstrap token: it replaces its own silent namesake, known by its boot id.
   *
   * @param credential that the machine made for itself and calls with from now on
   * @return the node's id
   */
  public UUID join(UUID tokenId, NodeFacts facts, Token credential) {
    check(facts, credential);
    try {
      UUID id = transaction.execute(status -> joinOnce(tokenId, facts, credential));
      CrashPoints.hit(CrashPoint.SERVER_JOIN_DONE);
      log.info("Node {} joined at {} as {}", facts.name(), facts.host(), id);
      return Objects.requireNonNull(id);
    } catch (DuplicateKeyException e) {
      // somebody was faster: the same machine, asking twice at once, or another of its name
      return store.joined(credential.hash(), tokenId).orElseThrow(() -> nameTaken(facts.name()));
    }
  }

  private static void check(NodeFacts facts, Token credential) {
    Violations violations = facts.violations("/node");
    if (!credential.isWhole(Token.Kind.NODE)) {
      violations.add("/credential", "PATTERN", "must be stn_ and 43 characters of base64url");
    }
    violations.throwIfAny();
  }

  /** The racks of nodes that say theirs, by the addresses and names that Spark may call them. */
  public Map<String, String> racks() {
    return store.byHost(NodeFacts.RACK);
  }

  /** A new epoch, what a restart of the machine has ended, and whether its Spark is another. */
  private record Begun(long epoch, List<Open> ended, boolean isUpgraded) {}

  /**
   * Begins a new epoch of a node; older ones are void. After a reboot everything that it ran is
   * lost. A refusal changes nothing, whoever asks: a copy of the node's home may.
   *
   * @return the epoch
   */
  public long register(UUID nodeId, NodeFacts facts) {
    facts.violations("").throwIfAny();
    get(nodeId);
    upgrades.before(nodeId);
    Begun begun = Objects.requireNonNull(transaction.execute(status -> begin(nodeId, facts)));
    CrashPoints.hit(CrashPoint.SERVER_REGISTRATION_DONE);
    // only now: attempts are locked before nodes. After a crash here the node's first report ends
    // what it no longer has
    lost.onRebooted(begun.ended(), begun.epoch());
    upgrades.after(nodeId, begun.isUpgraded());
    log.info("Node {} registered, epoch {}", facts.name(), begun.epoch());
    return begun.epoch();
  }

  private Begun begin(UUID nodeId, NodeFacts facts) {
    IdentityStore.Known before = identities.check(nodeId, facts);
    boolean rebooted = !before.bootId().equals(facts.bootId());
    List<Open> ended = rebooted ? lost.openOn(nodeId) : List.of();
    long epoch = store.beginEpoch(nodeId, facts);
    signals.notify(NodeWakes.topic(nodeId));
    return new Begun(epoch, ended, before.isUpgradedBy(facts));
  }

  /**
   * Nodes that are not removed, newest first.
   *
   * @param before continue after this one; null from the start
   */
  public List<Node> list(@Nullable UUID before, int limit) {
    return store.list(before, limit);
  }

  /** One node, removed ones included. */
  public Node get(UUID nodeId) {
    return store
        .find(nodeId)
        .orElseThrow(
            () ->
                new StokerException(
                    ErrorCode.NOT_FOUND,
                    "There is no node %s. GET /api/v1/nodes lists them.".formatted(nodeId)));
  }

  /** Takes a silent or empty node out for good; what it ran counts as lost from now on. */
  public void remove(UUID nodeId) {
    Node node = get(nodeId);
    if (!store.remove(nodeId, NodeState.UNREACHABLE, NodeState.DRAINED)) {
      throw new StokerException(
          ErrorCode.CONFLICT,
          "Node %s is %s. Drain it, or stop its service: DRAINED, or %3$d s later UNREACHABLE, it can be removed."
              .formatted(node.facts().name(), node.state(), settings.unreachableAfterTicks()));
    }
    log.info("Node {} removed", node.facts().name());
  }

  private UUID joinOnce(UUID tokenId, NodeFacts facts, Token credential) {
    Optional<NodeStore.Namesake> namesake = store.lockNamed(facts.name());
    // looked for after the name: what has it now by the same request, is found
    return store
        .joined(credential.hash(), tokenId)
        .orElseGet(() -> insert(tokenId, facts, credential, namesake));
  }

  private UUID insert(
      UUID tokenId, NodeFacts facts, Token credential, Optional<NodeStore.Namesake> namesake) {
    namesake
        .filter(other -> !replaces(tokenId, facts, other))
        .ifPresent(
            other -> {
              throw nameTaken(facts.name());
            });
    identities.checkHost("/node/host", facts.host(), null);
    UUID id = store.insert(facts, credential.hash());
    if (!tokens.consume(tokenId, id)) {
      throw new StokerException(
          ErrorCode.UNAUTHENTICATED,
          "The join token was used or has expired. POST /api/v1/join-tokens makes a new one.");
    }
    CrashPoints.hit(CrashPoint.SERVER_JOIN_WRITTEN);
    return id;
  }

  private boolean replaces(UUID tokenId, NodeFacts facts, NodeStore.Namesake namesake) {
    return namesake.bootId().equals(facts.bootId())
        && tokens.isBootstrap(tokenId)
        && store.remove(namesake.id(), NodeState.UNREACHABLE, NodeState.UNREACHABLE);
  }

  private StokerException nameTaken(String name) {
    return new StokerException(
        ErrorCode.ALREADY_EXISTS,
        """
        A node named %s has joined already. If it is this machine, start it with its old home \
        directory, or stop it and join again with the bootstrap token %d s later. If it is gone, \
        DELETE /api/v1/nodes/{node} frees the name. Else choose another name.\
        """
            .formatted(name, settings.unreachableAfterTicks()));
  }
}
