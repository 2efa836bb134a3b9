package io.stoker.allocation;

import io.stoker.cluster.ClusterBench;

/**
 * What a random history has led to.
 *
 * @param aged passes in which a queue that had waited for long was found to come first
 * @param agedRuns runs that came first for that
 * @param handedBack executors that went, idle or at work, for somebody who waited
 * @param lost processes that ended with their nodes, or unseen
 * @param unregistered executors that were ended since their drivers did not know them
 * @param drained attempts that ended for the sake of a drain
 * @param gaveWay attempts without an executor that made room for others
 * @param looped runs whose executors ended badly again and again
 * @param misfits runs for which no machine would do
 */
record RandomOutcomes(
    long runs,
    long attempts,
    long executors,
    long aged,
    long agedRuns,
    long handedBack,
    long lost,
    long unregistered,
    long drained,
    long gaveWay,
    long looped,
    long misfits) {

  static RandomOutcomes of(RandomCluster cluster, int aged) {
    ClusterBench bench = cluster.bench;
    return bench
        .jdbc
        .sql(
            """
            select
              (select count(*) from run) as runs,
              (select count(*) from attempt) as attempts,
              (select count(*) from assignment where kind = 'EXECUTOR') as executors,
              cast(:aged as bigint) as aged,
              (select count(*) from run where aged) as aged_runs,
              (select count(*) from assignment where node_stays) as handed_back,
              (select count(*) from assignment where state = 'LOST') as lost,
              (select count(*) from assignment where never_registered) as unregistered,
              (select count(*) from attempt where reason_code = 'NODE_DRAINED') as drained,
              (select count(*) from attempt where reason_code = 'NO_ROOM_FOR_EXECUTORS')
                as gave_way,
              (select count(*) from run where reason_code = 'CRASH_LOOP') as looped,
              (select count(*) from run
               where attempts = 0 and state = 'FAILED'
                 and reason_code in ('DOES_NOT_FIT', 'NO_NODE_WITH_LABEL')) as misfits
            """)
        .param("aged", aged)
        .query(RandomOutcomes.class)
        .single();
  }
}
