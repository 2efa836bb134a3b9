package io.stoker.api.queue;

/** Bodies that the console offers; a test sends each of them. */
final class QueueExamples {
  static final String ETL =
      """
      {
        "name": "etl",
        "guaranteedShare": 40,
        "maxCores": 16,
        "maxMemory": "64g",
        "priority": 10,
        "maxRunning": 5,
        "maxWaiting": 100,
        "preemption": true
      }
      """;

  static final String PATCH =
      """
      {"guaranteedShare": 12.5, "maxMemory": null}
      """;

  private QueueExamples() {}
}
