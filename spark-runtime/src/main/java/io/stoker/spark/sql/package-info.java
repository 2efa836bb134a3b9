/** A SQL program: split, checked, executed, its failures put into words. */
@NullMarked
package io.stoker.spark.sql;

import org.jspecify.annotations.NullMarked;
