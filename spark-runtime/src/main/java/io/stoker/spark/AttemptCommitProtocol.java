package io.stoker.spark;

import io.stoker.spark.result.AttemptWrite;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * Commits a write by the list of its files, without any rename.
 *
 * <p>Under the attempt's own directory each task attempt writes files with names of its own, and
 * the list is made of what the task attempts say that Spark let win. Elsewhere Spark's standard
 * protocol does its work: a program's own tables keep its promises.
 */
public final class AttemptCommitProtocol extends SQLHadoopMapReduceCommitProtocol {
  private final @Nullable AttemptWrite write;

  public AttemptCommitProtocol(String jobId, String path, boolean dynamicPartitionOverwrite) {
    super(jobId, path, dynamicPartitionOverwrite);
    this.write = !dynamicPartitionOverwrite && isOwn(path) ? new AttemptWrite(jobId, path) : null;
  }

  private static boolean isOwn(@Nullable String path) {
    String own = SparkEnv.get().conf().get("spark.stoker.outputDirectory", "");
    return path != null && !own.isEmpty() && AttemptWrite.isUnder(own, path);
  }

  @Override
  public void setupJob(JobContext job) {
    if (write == null) {
      super.setupJob(job);
    } else {
      write.setupJob(job.getConfiguration());
    }
  }

  @Override
  public void commitJob(JobContext job, Seq<TaskCommitMessage> tasks) {
    if (write == null) {
      super.commitJob(job, tasks);
    } else {
      var winners = CollectionConverters.asJava(tasks).stream().map(TaskCommitMessage::obj);
      write.commitJob(job.getConfiguration(), winners.toList());
    }
  }

  @Override
  public void abortJob(JobContext job) {
    if (write == null) {
      super.abortJob(job);
    }
  }

  @Override
  public void setupTask(TaskAttemptContext task) {
    if (write == null) {
      super.setupTask(task);
    } else {
      write.setupTask();
    }
  }

  @Override
  public String newTaskTempFile(
      TaskAttemptContext task, Option<String> directory, FileNameSpec name) {
    return write == null
        ? super.newTaskTempFile(task, directory, name)
        : write.newFile(task, OptionConverters.toJava(directory), name);
  }

  @Override
  public String newTaskTempFileAbsPath(
      TaskAttemptContext task, String directory, FileNameSpec name) {
    if (write != null) {
      throw new UnsupportedOperationException(
          "A result's partitions cannot have locations of their own: " + directory);
    }
    return super.newTaskTempFileAbsPath(task, directory, name);
  }

  @Override
  public TaskCommitMessage commitTask(TaskAttemptContext task) {
    return write == null
        ? super.commitTask(task)
        : new TaskCommitMessage(write.commitTask(task.getConfiguration()));
  }

  @Override
  public void abortTask(TaskAttemptContext task) {
    if (write == null) {
      super.abortTask(task);
    } else {
      write.abortTask(task.getConfiguration());
    }
  }
}
