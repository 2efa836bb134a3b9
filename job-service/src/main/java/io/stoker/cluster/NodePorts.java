package io.stoker.cluster;

import io.stoker.error.StokerException;
import io.stoker.error.Violations;
import java.sql.Types;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Where the services of nodes are asked for what their processes show. */
@Repository
public class NodePorts {
  private static final int HIGHEST = 65535;
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{32,128}");

  private final JdbcClient jdbc;

  NodePorts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A node's service at its host.
   *
   * @param secret by which it lets somebody in; new with each of its starts
   */
  public record NodePort(String host, int port, String secret) {
    @Override
    public String toString() {
      return "NodePort[" + host + ":" + port + "]";
    }
  }

  /**
   * Checks what a node says of its port.
   *
   * @param at JSON pointer of it
   * @throws StokerException VALIDATION_FAILED with what no port can be
   */
  public static void check(String at, int port, @Nullable String secret) {
    Violations violations = new Violations();
    if (port < 1 || port > HIGHEST) {
      violations.add(at + "/port", "OUT_OF_RANGE", "must be 1 to " + HIGHEST);
    }
    if (secret == null || !SECRET.matcher(secret).matches()) {
      violations.add(at + "/secret", "PATTERN", "must be 32 to 128 letters, digits, - and _");
    }
    violations.throwIfAny();
  }

  /**
   * Keeps what a node has said with its registration; nulls when it has no port.
   *
   * @param history whether it can show the history of runs there
   */
  public void keep(
      UUID node, long epoch, @Nullable Integer port, @Nullable String secret, boolean history) {
    jdbc.sql(
            """
            update node
            set http_port = :port, http_secret = :secret, shows_history = :history,
                history_unreached_tick = null
            where id = :node and epoch = :epoch and state <> 'REMOVED'
            """)
        .param("node", node)
        .param("epoch", epoch)
        .param("port", port, Types.INTEGER)
        .param("secret", secret, Types.VARCHAR)
        .param("history", history)
        .update();
  }

  /** Empty when the node has none. */
  public Optional<NodePort> of(UUID node) {
    return jdbc.sql(
            """
            select host, http_port, http_secret from node
            where id = :node and http_port is not null
            """)
        .param("node", node)
        .query(
            (row, number) ->
                new NodePort(
                    row.getString("host"), row.getInt("http_port"), row.getString("http_secret")))
        .optional();
  }
}
