package io.stoker.run;

import io.stoker.memory.CachedData;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** What attempts have cached. */
@Component
class CachedDataStore {
  private static final TypeReference<List<CachedData>> LIST = new TypeReference<>() {};

  private static final String KEEP =
      """
      update attempt
      set cached = :cached::jsonb, memory_number = :number
      where fence = :fence and memory_number < :number and %s
      """
          .formatted(AttemptStore.LIVE);

  private final JdbcClient jdbc;

  CachedDataStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps a report that is newer than the kept one. */
  boolean keep(long fence, long number, List<CachedData> cached) {
    return jdbc.sql(KEEP)
            .param("fence", fence)
            .param("number", number)
            .param("cached", Json.write(cached))
            .update()
        == 1;
  }

  List<CachedData> of(long fence) {
    return jdbc.sql("select coalesce(cached, '[]') from attempt where fence = :fence")
        .param("fence", fence)
        .query(String.class)
        .optional()
        .map(json -> Json.read(json, LIST))
        .orElse(List.of());
  }
}
