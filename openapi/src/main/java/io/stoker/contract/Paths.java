package io.stoker.contract;

/** The addresses of the API, in one place so that server, node, driver and CLI cannot differ. */
public final class Paths {
  public static final String API = "/api/v1";
  public static final String JOBS = API + "/jobs";
  public static final String SCHEDULES_OF_JOB = JOBS + "/{job}/schedules";
  public static final String SCHEDULE_PREVIEW = API + "/schedules:preview";
  public static final String RUNS = API + "/runs";
  public static final String ARTIFACTS = API + "/artifacts";
  public static final String MEMORY_PLAN = API + "/memory-plan";
  public static final String QUEUES = API + "/queues";
  public static final String NODES = API + "/nodes";
  public static final String JOIN_TOKENS = API + "/join-tokens";

  public static final String INTERNAL = "/internal/v1";

  /** A machine becomes a node: authorised by a join token, answered with a credential. */
  public static final String NODE_JOIN = INTERNAL + "/nodes:join";

  public static final String INTERNAL_NODES = INTERNAL + "/nodes";
  public static final String INTERNAL_ATTEMPTS = INTERNAL + "/attempts";

  private Paths() {}
}
