package io.stoker.contract.driver;

import org.jspecify.annotations.Nullable;

/**
 * Why a driver gives up; sent before it exits.
 *
 * @param code stable reason code, as {@code INPUT_NOT_FOUND} or {@code SQL_PARSE_ERROR}
 * @param message a sentence for a person, naming field or file and the remedy
 * @param detail more for the log and diagnosis, at most 16 KiB
 * @param retryable whether another attempt could end differently
 */
public record DriverFailure(
    String code, String message, @Nullable String detail, boolean retryable) {}
