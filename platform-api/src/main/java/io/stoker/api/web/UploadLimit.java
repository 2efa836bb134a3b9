package io.stoker.api.web;

/**
 * How much a body may have that is sent to one path.
 *
 * @param tooLarge a sentence for whoever sends more
 */
public record UploadLimit(String path, long bytes, String tooLarge) {}
