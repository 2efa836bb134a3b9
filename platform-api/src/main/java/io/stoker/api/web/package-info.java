/**
 * The edge: who may call, strict JSON, and problems for everything that goes wrong.
 *
 * <p>A controller takes {@code @RequestBody SomeRecord} and {@code @AuthenticationPrincipal
 * Caller}; a body of the public contract arrives checked against its record, with every wrong field
 * named at once. To refuse, throw {@link io.stoker.error.StokerException}.
 */
@NullMarked
package io.stoker.api.web;

import org.jspecify.annotations.NullMarked;
