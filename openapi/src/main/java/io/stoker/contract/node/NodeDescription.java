package io.stoker.contract.node;

import io.stoker.contract.cluster.NodePython;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself when it joins and at each start of its service.
 *
 * @param name unique among the nodes not removed
 * @param host address that its drivers and executors bind to and are reached at
 * @param bootId of the machine's kernel; a change means every earlier process is gone
 * @param homeId tells the node's home from a copy of it in the same boot of its machine; null from
 *     an older node
 * @param coresMilli cores for processes, in thousandths
 * @param memoryBytes memory for processes
 * @param javaMajor of the JVMs it starts
 * @param runtimeDigest of its Spark jar directory; one run uses one digest
 * @param memoryEnforcement CGROUP_V2, CGROUP_V1, WATCHED or NONE; null from an older node, which
 *     has none
 * @param python what the node knows of its interpreter so far; null from an older node
 * @param http where the node is asked for what its processes show; null from an older node, and
 *     from one that opens no port
 */
public record NodeDescription(
    String name,
    String host,
    String bootId,
    @Nullable String homeId,
    long coresMilli,
    long memoryBytes,
    Map<String, String> labels,
    int javaMajor,
    String sparkVersion,
    String runtimeDigest,
    @Nullable String memoryEnforcement,
    @Nullable NodePython python,
    @Nullable NodePort http) {}
