package io.stoker.api.cluster;

import io.stoker.api.StokerProperties;
import io.stoker.cluster.StorageIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Refuses to serve with another storage than the one that the servers of this database share. A
 * server with a database of its own has nobody to disagree with: its storage may have moved.
 */
@Component
class SharedStorage implements SmartInitializingSingleton {
  private static final Logger log = LoggerFactory.getLogger(SharedStorage.class);

  private final StokerProperties properties;
  private final StorageIdentity identity;

  SharedStorage(StokerProperties properties, StorageIdentity identity) {
    this.properties = properties;
    this.identity = identity;
  }

  @Override
  public void afterSingletonsInstantiated() {
    String expected = identity.ofDatabase();
    if (identity.ofStorage().equals(expected)) {
      return;
    }
    if (properties.database().embedded()) {
      log.warn("{} is not the storage that this database had before", properties.storageRoot());
      identity.take();
      return;
    }
    throw new UnusableStorageException(
        "The storage %s is not that of this database: results and logs that it knows lie elsewhere."
            .formatted(properties.storageRoot()),
        "Set stoker.storage to the directory that the other servers of this database use. If this"
            + " directory has taken that one's place, write %s into %s."
                .formatted(expected, identity.file()));
  }
}
