package io.stoker.api.job;

import io.stoker.job.PackageRepositories;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What jobs may ask for, under {@code stoker.jobs.}.
 *
 * @param packageRepositories Maven repositories that {@code packages} of jobs may come from, with
 *     commas between: {@code central}, which is Maven Central, and https or file URLs. Drivers ask
 *     those of them that their job names, or all in this order, and no others. With none, jobs have
 *     no packages
 */
@ConfigurationProperties("stoker.jobs")
record JobProperties(@DefaultValue(PackageRepositories.CENTRAL) String packageRepositories) {

  PackageRepositories repositories() {
    try {
      return PackageRepositories.of(packageRepositories);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("stoker.jobs.package-repositories: " + e.getMessage(), e);
    }
  }
}
