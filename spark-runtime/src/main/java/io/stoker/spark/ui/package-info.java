/** What Spark shows of an attempt: its UI while it runs, its event log for afterwards. */
@NullMarked
package io.stoker.spark.ui;

import org.jspecify.annotations.NullMarked;
