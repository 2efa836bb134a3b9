package io.stoker.allocation;

/** What one attempt has and lacks in executors of one resource profile while a pass goes on. */
final class ProfileWant {
  private final int profileId;
  private final ExecutorNeed need;
  private final int total;
  private int present;

  ProfileWant(int profileId, ExecutorNeed need, int present, int total) {
    this.profileId = profileId;
    this.need = need;
    this.total = total;
    this.present = present;
  }

  int profileId() {
    return profileId;
  }

  ExecutorNeed need() {
    return need;
  }

  int present() {
    return present;
  }

  int missing() {
    return Math.max(0, total - present);
  }

  /** Whether Spark wants all of them to stay, however idle they are. */
  boolean keepsAll() {
    return present <= total;
  }

  void place() {
    present++;
  }

  /** As {@code One of resource profile 1}; the default one needs no name. */
  String one(String word) {
    return profileId == 0 ? word : "%s of resource profile %d".formatted(word, profileId);
  }
}
