package io.stoker.allocation;

/** Ends of processes that are held against their node, in SQL. */
final class NodesAtFault {
  /**
   * Whether a node {@code n} is to rest: on a full disk, short of memory, or with a port that is
   * not its own, processes end at once, and as the emptiest node it would get all the next ones. It
   * rests half a minute after the first, twice that after the next, at most ten minutes, also while
   * the process is still ending. What ends in the same ten seconds counts once.
   *
   * <p>Executors that never came to their drivers are held against it when those were on two nodes:
   * as long as it is one, that may be the one that lets nobody in.
   */
  static final String RESTS =
      """
      (select coalesce(max(coalesce(f.exited_at, clock_timestamp())) > clock_timestamp()
                       - least(interval '10 minutes',
                               interval '15 seconds' * power(2, least(6, count(distinct
                                 div(extract(epoch from coalesce(f.exited_at, clock_timestamp())), 10))))),
                       false)
       from assignment f
       where f.node_id = n.id and %s
         and (f.exit_cause in ('START_FAILED', 'MACHINE_MEMORY')
              or exists (select 1 from assignment g
                         join assignment fd on fd.fence = f.fence and fd.kind = 'DRIVER'
                         join assignment gd on gd.fence = g.fence and gd.kind = 'DRIVER'
                         where g.node_id = n.id and g.never_registered and gd.node_id <> fd.node_id
                           and (g.exited_at > clock_timestamp() - interval '15 minutes'
                                or g.exited_at is null)))
         and (f.exited_at > clock_timestamp() - interval '15 minutes' or f.exited_at is null))
      """
          .formatted(of("f"));

  private NodesAtFault() {}

  /** Whether the end of an assignment is one; spelled as in the index of them. */
  static String of(String assignment) {
    return "(%1$s.exit_cause in ('START_FAILED', 'MACHINE_MEMORY') or %1$s.never_registered)"
        .formatted(assignment);
  }
}
