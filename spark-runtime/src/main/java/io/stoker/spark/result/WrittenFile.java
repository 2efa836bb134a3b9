package io.stoker.spark.result;

import org.jspecify.annotations.Nullable;

/**
 * A file that a task has written completely.
 *
 * @param path below the output directory
 * @param rows null when the format doesn't tell cheaply
 */
public record WrittenFile(String path, long bytes, @Nullable Long rows) {}
