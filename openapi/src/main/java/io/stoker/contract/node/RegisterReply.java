package io.stoker.contract.node;

/**
 * The answer to a registration, made at each start of the node's service (after a join too).
 *
 * @param epoch to be sent with each report; a later registration makes this one void
 * @param storageProbe path of a file that the server wrote into its result storage
 * @param storageProbeSha256 hex digest of that file's bytes, which the node proves to have read by
 *     reporting {@code storageShared}
 */
public record RegisterReply(long epoch, String storageProbe, String storageProbeSha256) {}
