package io.stoker.node.process;

/**
 * That a process is to end, kept on disk before the first signal, so that a restarted service goes
 * on with it and knows that the end was ordered.
 *
 * @param why a sentence for a person, without its full stop
 */
record StopOrder(String why, long graceMillis) {}
