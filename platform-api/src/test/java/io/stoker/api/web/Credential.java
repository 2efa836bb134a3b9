package io.stoker.api.web;

import io.stoker.access.Token;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Callers of each kind that a test may pose as. */
record Credential(String name, String token, String id) {

  static Credential node(JdbcClient jdbc, String name) {
    Token token = Token.random(Token.Kind.NODE);
    UUID id =
        jdbc.sql(
                """
                insert into node (name, host, state, cores_milli, memory_bytes, boot_id,
                                  credential_hash, java_major, spark_version, runtime_digest)
                values (:name, '127.0.0.1', 'UNREACHABLE', 1000, 1024, 'b', :hash, 17, '4.2.0', 'd')
                returning id
                """)
            .param("name", name)
            .param("hash", token.hash())
            .query(UUID.class)
            .single();
    return new Credential("node " + name, token.text(), id.toString());
  }

  /** Of an attempt that is over, on a job and a run of its own. */
  static Credential attempt(JdbcClient jdbc, String name, Credential node) {
    Token token = Token.random(Token.Kind.ATTEMPT);
    long fence =
        jdbc.sql(
                """
                with j as (insert into job (name, revision) values (:name, 1) returning id),
                     s as (insert into job_revision (job_id, number, spec, created_by)
                           select id, 1, '{"name": "x"}', 'test' from j returning job_id),
                     r as (insert into run (job_id, job_name, revision, state, parameters,
                                            spark_conf, max_attempts, created_by)
                           select job_id, :name, 1, 'FAILED', '{}', '{}', 1, 'test' from s
                           returning id)
                insert into attempt (run_id, number, state, node_id, token_hash, output_directory,
                                     last_seen_tick)
                select id, 1, 'FAILED', cast(:node as uuid), :hash, 'file:///nowhere/', 0 from r
                returning fence
                """)
            .param("name", name)
            .param("node", node.id())
            .param("hash", token.hash())
            .query(Long.class)
            .single();
    // a definition like this is none that the API could show
    jdbc.sql("update job set deleted_at = clock_timestamp() where name = :name")
        .param("name", name)
        .update();
    return new Credential("attempt " + name, token.text(), Long.toString(fence));
  }
}
