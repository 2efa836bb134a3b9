/** Job definitions as a client writes and reads them. */
@NullMarked
package io.stoker.contract.job;

import org.jspecify.annotations.NullMarked;
