package io.stoker.allocation;

import io.stoker.cluster.NodeState;
import io.stoker.cluster.PlacementNeed;
import io.stoker.error.ErrorCode;
import io.stoker.error.Violation;
import io.stoker.placement.NodeSelector;
import io.stoker.run.Misfit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Labels that a process must find on its node, and does not. */
final class MissingLabels {
  private MissingLabels() {}

  /** What no node that has joined has; empty when one has all that each kind of process needs. */
  static Optional<Misfit> never(List<Room> rooms, PlacementNeed driver, PlacementNeed executor) {
    return never(rooms, "driver", driver).or(() -> never(rooms, "executor", executor));
  }

  /** What no node has that may get work now, though another one has it. */
  static Optional<String> now(Rooms rooms, PlacementNeed driver, PlacementNeed executor) {
    return now(rooms, "driver", driver, room -> room.hasLabels(driver))
        .or(() -> now(rooms, "executor", executor, room -> room.hasLabels(executor)));
  }

  /** The same of executors of an attempt, whatever hosts are excluded. */
  static Optional<String> now(Rooms rooms, ExecutorNeed executor) {
    PlacementNeed need = new PlacementNeed(executor.process(), executor.placement());
    return now(rooms, "executor", need, room -> room.hasLabels(need));
  }

  static Optional<Misfit> never(List<Room> rooms, String who, PlacementNeed need) {
    Map<String, String> labels = need.placement().nodes().required();
    if (rooms.isEmpty() || rooms.stream().anyMatch(room -> room.hasLabels(need))) {
      return Optional.empty();
    }
    String message =
        "%s.nodeSelector.required asks for a node with %s, and none that has joined has that: %s. Give a node these labels (stoker node --labels NAME=VALUE,…), or ask for others."
            .formatted(who, NodeSelector.words(labels), labelled(rooms));
    return Optional.of(
        new Misfit(
            ErrorCode.NO_NODE_WITH_LABEL,
            message,
            List.of(violation(rooms, who, labels)),
            Misfit.Cure.NODE));
  }

  /** Names the one label that nowhere is, or all of them when it is no one node that has them. */
  private static Violation violation(List<Room> rooms, String who, Map<String, String> labels) {
    String pointer = "/%s/nodeSelector/required".formatted(who);
    return labels.entrySet().stream()
        .filter(label -> rooms.stream().noneMatch(room -> room.labels().entrySet().contains(label)))
        .findFirst()
        .map(
            label ->
                new Violation(
                    Violation.pointer(pointer, label.getKey()),
                    ErrorCode.NO_NODE_WITH_LABEL.name(),
                    "must be the label of a node, and no node has " + words(label)))
        .orElseGet(
            () ->
                new Violation(
                    pointer,
                    ErrorCode.NO_NODE_WITH_LABEL.name(),
                    "must be labels of one node, and no node has all of them"));
  }

  private static Optional<String> now(
      Rooms rooms, String who, PlacementNeed need, Predicate<Room> admitted) {
    if (need.placement().nodes().required().isEmpty() || rooms.open().stream().anyMatch(admitted)) {
      return Optional.empty();
    }
    String others =
        rooms.all().stream()
            .filter(admitted)
            .map(room -> room.name() + whyNotOpen(room))
            .collect(Collectors.joining(", "));
    return Optional.of(
        "%s.nodeSelector.required asks for a node with %s, and none that takes work has that%s. Start such a node, or change the job."
            .formatted(
                who,
                NodeSelector.words(need.placement().nodes().required()),
                others.isEmpty() ? "" : ": " + others));
  }

  private static String whyNotOpen(Room room) {
    if (room.state() != NodeState.READY) {
      return " is " + room.state();
    }
    return room.isResting()
        ? " could not start what it got last, and rests for some minutes"
        : " does not read the platform's storage";
  }

  private static String labelled(List<Room> rooms) {
    return rooms.stream()
        .map(
            room ->
                room.name()
                    + (room.labels().isEmpty()
                        ? " has none"
                        : " has " + NodeSelector.words(room.labels())))
        .collect(Collectors.joining("; "));
  }

  private static String words(Map.Entry<String, String> label) {
    return label.getKey() + "=" + label.getValue();
  }
}
