package io.stoker.job;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Definitions for tests. */
final class Drafts {
  private Drafts() {}

  /** The least that a job can say. */
  static JobDraft aDraft(String name) {
    return with(name, "select 1 one", null, null);
  }

  static JobDraft withLabel(String name, String key, String value) {
    JobDraft draft = aDraft(name);
    return new JobDraft(
        name,
        null,
        Map.of(key, value),
        draft.application(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static JobDraft with(
      String name,
      String sql,
      @Nullable Map<String, JobDraft.Parameter> parameters,
      @Nullable Map<String, String> sparkConf) {
    return new JobDraft(
        name,
        null,
        null,
        new JobDraft.Sql(null, sql),
        null,
        parameters,
        null,
        null,
        null,
        null,
        sparkConf,
        null,
        null,
        null,
        null,
        null);
  }

  static JobDraft withInput(String path, Map<String, String> options) {
    return new JobDraft(
        "reader",
        null,
        null,
        new JobDraft.Sql(
            List.of(new JobDraft.Input("v", "csv", path, options, null)), "select * from v"),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static JobDraft withResources(
      JobDraft.@Nullable Driver driver,
      JobDraft.@Nullable Executor executor,
      JobDraft.@Nullable Retry retry) {
    return new JobDraft(
        "sized",
        null,
        null,
        new JobDraft.Sql(null, "select 1"),
        null,
        null,
        driver,
        executor,
        null,
        null,
        null,
        null,
        retry,
        null,
        null,
        null);
  }

  /** Executors by load. */
  static JobDraft dynamic(
      JobDraft.@Nullable Executor executor, JobDraft.DynamicAllocation dynamicAllocation) {
    return dynamic(executor, dynamicAllocation, null);
  }

  /** Executors by load, with Spark settings. */
  static JobDraft dynamic(
      JobDraft.@Nullable Executor executor,
      JobDraft.@Nullable DynamicAllocation dynamicAllocation,
      @Nullable Map<String, String> sparkConf) {
    return new JobDraft(
        "elastic",
        null,
        null,
        new JobDraft.Sql(null, "select 1"),
        null,
        null,
        null,
        executor,
        null,
        dynamicAllocation,
        sparkConf,
        null,
        null,
        null,
        null,
        null);
  }

  static JobDraft withLimits(@Nullable String timeout, JobDraft.@Nullable Concurrency concurrency) {
    return new JobDraft(
        "limited",
        null,
        null,
        new JobDraft.Sql(null, "select 1"),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        timeout,
        concurrency,
        null);
  }

  static JobSpec spec(String name) {
    return aDraft(name).checked(List.of());
  }
}
