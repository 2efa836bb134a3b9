/** Programs against plain Spark, to be uploaded as JAR jobs. */
package examples;
