package io.stoker.run;

/**
 * The order to end a run before it is done.
 *
 * @param state that the run ends in
 * @param meanwhile code of its reason until then
 * @param reason why it ends
 */
record Ending(RunState state, String meanwhile, Reason reason) {

  static Ending cancelled(String by) {
    return new Ending(
        RunState.CANCELLED,
        Reason.CANCELLING,
        new Reason(Reason.CANCELLED, "Cancelled by " + by + "."));
  }
}
