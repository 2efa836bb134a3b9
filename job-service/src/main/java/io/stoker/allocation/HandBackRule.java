package io.stoker.allocation;

/** Why an executor is given up for a run of somebody else. */
enum HandBackRule {
  /**
   * A queue below its share waits, and one above its own gives: executors without a task, and those
   * at work for one that preempts. None is brought below its share.
   */
  SHARE("Its queue has more than its share, and another one, which has less, waits."),
  /**
   * Somebody waits who will have no more than who gives: of different queues by what they have
   * above their shares, in the same queue by what the runs have. Executors without a task alone.
   */
  IDLE("It has had no task for a while, and a run waits that has less.");

  private final String sentence;

  HandBackRule(String sentence) {
    this.sentence = sentence;
  }

  /** What is said of the executor. */
  String sentence() {
    return sentence;
  }
}
