package io.stoker.contract.driver;

import java.util.List;

/**
 * Jars that the driver fetches by Spark's own means before its program starts, and all that they
 * need.
 *
 * @param coordinates of Maven, as {@code group:artifact:version}
 * @param repositories URLs, asked in this order, and no others
 */
public record Packages(List<String> coordinates, List<String> repositories) {}
