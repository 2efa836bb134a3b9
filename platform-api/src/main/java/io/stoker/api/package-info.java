/**
 * The platform server: the edge of the domain in {@code job-service}, and all wiring.
 *
 * <p>Beans are found by scanning {@code io.stoker}: a class that others get injected is annotated
 * {@code @Service} (decides), {@code @Repository} (holds SQL) or {@code @Component} (anything else)
 * where it stands, is package-private unless another feature needs it, and has a single
 * constructor. {@code @Bean} methods are for types that are not ours.
 */
@NullMarked
package io.stoker.api;

import org.jspecify.annotations.NullMarked;
