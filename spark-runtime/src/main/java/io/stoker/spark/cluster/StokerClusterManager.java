package io.stoker.spark.cluster;

import io.stoker.spark.driver.DriverSession;
import io.stoker.spark.driver.JobFailure;
import io.stoker.spark.driver.Masters;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.ExternalClusterManager;
import org.apache.spark.scheduler.SchedulerBackend;
import org.apache.spark.scheduler.TaskScheduler;
import org.apache.spark.scheduler.TaskSchedulerImpl;

/** Makes Spark run under {@code stoker://} masters; Spark finds it by its service file. */
public final class StokerClusterManager implements ExternalClusterManager {
  @Override
  public boolean canCreate(String master) {
    return Masters.isStoker(master);
  }

  @Override
  public TaskScheduler createTaskScheduler(SparkContext context, String master) {
    try {
      StokerProfiles.install(context);
    } catch (JobFailure e) {
      throw DriverSession.required().guard().remember(e);
    }
    return new StokerScheduler(context);
  }

  @Override
  public SchedulerBackend createSchedulerBackend(
      SparkContext context, String master, TaskScheduler scheduler) {
    DriverSession session = DriverSession.required();
    // The plugin checks too, unless the program took the plugin away.
    session.guard().check(context.conf());
    return new StokerBackend((StokerScheduler) scheduler, context, session);
  }

  @Override
  public void initialize(TaskScheduler scheduler, SchedulerBackend backend) {
    ((TaskSchedulerImpl) scheduler).initialize(backend);
  }
}
