package io.stoker.artifact;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Rows of files in storage that no artifact has. A file's row stands before its first byte and goes
 * after its last, so that no crash can leave a file that nobody knows of.
 */
@Repository
class LooseFileStore {
  private final JdbcClient jdbc;

  LooseFileStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A file is about to be written. */
  void begin(String file) {
    insert(file, false);
  }

  /** A file that was an artifact's is to be deleted. */
  void addDoomed(String file) {
    insert(file, true);
  }

  private void insert(String file, boolean doomed) {
    jdbc.sql(
            """
            insert into loose_file (file, since_tick, doomed)
            values (:file, (select ticks from platform_clock), :doomed)
            """)
        .param("file", file)
        .param("doomed", doomed)
        .update();
  }

  /** A written file becomes an artifact's; false when it is doomed: its upload took too long. */
  boolean take(String file) {
    return jdbc.sql("delete from loose_file where file = :file and not doomed")
            .param("file", file)
            .update()
        == 1;
  }

  void doom(String file) {
    jdbc.sql("update loose_file set doomed = true where file = :file").param("file", file).update();
  }

  /** Dooms files that have been loose for so many seconds of platform uptime. */
  void doomOld(long ticks) {
    jdbc.sql(
            """
            update loose_file set doomed = true
            where not doomed and since_tick < (select ticks from platform_clock) - :ticks
            """)
        .param("ticks", ticks)
        .update();
  }

  List<String> doomed() {
    return jdbc.sql("select file from loose_file where doomed").query(String.class).list();
  }

  /** The file is gone. */
  void forget(String file) {
    jdbc.sql("delete from loose_file where file = :file and doomed").param("file", file).update();
  }
}
