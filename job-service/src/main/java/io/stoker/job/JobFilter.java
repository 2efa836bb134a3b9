package io.stoker.job;

import java.util.Map;

/**
 * Which jobs a list shows.
 *
 * @param namePart text that the name contains; all names when empty
 * @param labels labels that the job carries, all of them
 */
public record JobFilter(String namePart, Map<String, String> labels) {}
