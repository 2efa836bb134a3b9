package examples

import org.apache.spark.sql.SparkSession

/** A join by hand: the airports, few as they are, are broadcast, and what finds no partner among
  * them is counted by a named accumulator. Arguments: flights (parquet), airports (csv with header),
  * least delay in minutes, where to write.
  */
object DelaysByState {
  private final case class StateDelay(state: String, flights: Long, meanDelay: Double)

  def main(args: Array[String]): Unit = {
    val (flights, airports, least, output) = (args(0), args(1), args(2).toInt, args(3))
    val spark = SparkSession.builder().appName("delays by state").getOrCreate()
    import spark.implicits._

    val states = spark.read
      .option("header", "true")
      .option("escape", "\"")
      .csv(airports)
      .select("iata", "state")
      .as[(String, String)]
      .collect()
      .toMap
    val stateOf = spark.sparkContext.broadcast(states)
    val unknown = spark.sparkContext.longAccumulator("flights from unknown airports")

    val delays = spark.read
      .parquet(flights)
      .where("delay is not null")
      .selectExpr("origin", "cast(delay as int) delay")
      .as[(String, Int)]
      .rdd
      .filter { case (_, delay) => delay > least }
      .flatMap { case (origin, delay) =>
        val state = stateOf.value.get(origin)
        if (state.isEmpty) unknown.add(1)
        state.map(_ -> (1L, delay.toLong))
      }
      .reduceByKey ((one, other) => (one._1 + other._1, one._2 + other._2))
      .map { case (state, (n, sum)) => StateDelay(state, n, sum.toDouble / n) }

    delays.toDF().write.parquet(output)
    println(s"Flights from unknown airports: ${unknown.value}")
    spark.stop()
  }
}
