/**
 * The fault bench: real server, PostgreSQL and nodes with stand-ins for Spark, faults at named
 * places and on the lines between them, and a checker that asks everybody but the platform. How to
 * use and extend it is in {@code docs/testing.md}.
 */
@NullMarked
package io.stoker.acceptance.bench;

import org.jspecify.annotations.NullMarked;
