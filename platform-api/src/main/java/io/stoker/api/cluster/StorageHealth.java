package io.stoker.api.cluster;

import io.stoker.cluster.StorageGate;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Tells of a storage that hangs, and not that the server is down: a proxy that then kept drivers
 * from all servers would end their runs.
 */
@Component
class StorageHealth implements HealthIndicator {
  private final StorageGate gate;

  StorageHealth(StorageGate gate) {
    this.gate = gate;
  }

  @Override
  public Health health() {
    return gate.isHanging()
        ? Health.status(new Status("STORAGE_HANGS")).build()
        : Health.up().build();
  }
}
