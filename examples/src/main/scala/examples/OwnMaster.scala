package examples

import org.apache.spark.sql.SparkSession

/** Names a master in its code, as many programs do that were tried on a laptop first. The platform
  * refuses that: the program would not run where the platform has made room for it.
  */
object OwnMaster {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession.builder().master("local[2]").getOrCreate()
    println(spark.range(10).count())
    spark.stop()
  }
}
