package io.stoker.artifact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of artifacts and of the revisions that refer to them. */
@Repository
class ArtifactStore {
  private final JdbcClient jdbc;

  ArtifactStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Records an artifact; false when the same bytes are one already. */
  boolean insert(NewArtifact artifact) {
    return jdbc.sql(
                """
                insert into artifact (id, name, kind, bytes, main_class, file, created_by)
                values (:id, :name, :kind, :bytes, :mainClass, :file, :by)
                on conflict (id) do nothing
                """)
            .param("id", artifact.id())
            .param("name", artifact.name())
            .param("kind", artifact.kind().name())
            .param("bytes", artifact.bytes())
            .param("mainClass", artifact.mainClass())
            .param("file", artifact.file())
            .param("by", artifact.createdBy())
            .update()
        == 1;
  }

  /** Bytes that were kept as any file were sent again, and seen to be more. */
  void become(String id, ArtifactKind kind, @Nullable String mainClass) {
    jdbc.sql(
            """
            update artifact set kind = :kind, main_class = :mainClass
            where id = :id and kind = 'FILE'
            """)
        .param("id", id)
        .param("kind", kind.name())
        .param("mainClass", mainClass)
        .update();
  }

  /** Gives an artifact another file with its bytes; false when somebody else has done so. */
  boolean move(String id, String from, String to) {
    return jdbc.sql("update artifact set file = :to where id = :id and file = :from")
            .param("id", id)
            .param("from", from)
            .param("to", to)
            .update()
        == 1;
  }

  Optional<Artifact> find(String id) {
    return jdbc.sql("select * from artifact where id = :id")
        .param("id", id)
        .query(ArtifactStore::artifact)
        .optional();
  }

  List<Artifact> find(Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : jdbc.sql("select * from artifact where id in (:ids)")
            .param("ids", ids)
            .query(ArtifactStore::artifact)
            .list();
  }

  /** Newest first, older than a given one when one is given. */
  List<Artifact> list(@Nullable UUID before, int limit) {
    return jdbc.sql(
            """
            select * from artifact
            where cast(:before as uuid) is null or entry < :before
            order by entry desc
            limit :limit
            """)
        .param("before", before)
        .param("limit", limit)
        .query(ArtifactStore::artifact)
        .list();
  }

  /** Reads an artifact and keeps revisions from coming to refer to it meanwhile. */
  Optional<Artifact> lock(String id) {
    return jdbc.sql("select * from artifact where id = :id for update")
        .param("id", id)
        .query(ArtifactStore::artifact)
        .optional();
  }

  void delete(String id) {
    jdbc.sql("delete from artifact where id = :id").param("id", id).update();
  }

  /** Notes that a revision refers to these; how many of them there are. */
  int use(UUID jobId, int revision, Collection<String> ids) {
    return jdbc.sql(
            """
            insert into artifact_use (job_id, revision, artifact_id)
            select :job, :revision, id from artifact where id in (:ids)
            for key share
            """)
        .param("job", jobId)
        .param("revision", revision)
        .param("ids", ids)
        .update();
  }

  /** One of the revisions that refer to an artifact, in words; empty when none does. */
  Optional<String> someUse(String id) {
    return jdbc.sql(
            """
            select format('revision %s of job "%s"', u.revision, j.name)
            from artifact_use u join job j on j.id = u.job_id
            where u.artifact_id = :id
            order by u.job_id desc, u.revision desc
            limit 1
            """)
        .param("id", id)
        .query(String.class)
        .optional();
  }

  private static Artifact artifact(ResultSet row, int index) throws SQLException {
    return new Artifact(
        row.getString("id"),
        row.getObject("entry", UUID.class),
        row.getString("name"),
        ArtifactKind.valueOf(row.getString("kind")),
        row.getLong("bytes"),
        row.getString("main_class"),
        row.getString("file"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getString("created_by"));
  }
}
