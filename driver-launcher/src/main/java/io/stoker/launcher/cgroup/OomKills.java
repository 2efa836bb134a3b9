package io.stoker.launcher.cgroup;

/**
 * What the kernel's OOM killer did in a cgroup.
 *
 * @param count processes that it has ended there
 * @param atOwnLimit whether the cgroup has met its own limit; otherwise the machine, or a cgroup
 *     around it, was short of memory
 */
public record OomKills(long count, boolean atOwnLimit) {}
