/** What every side shares: paths, problems and pages. */
@NullMarked
package io.stoker.contract;

import org.jspecify.annotations.NullMarked;
