/** Job definitions and their immutable revisions. */
@NullMarked
package io.stoker.job;

import org.jspecify.annotations.NullMarked;
