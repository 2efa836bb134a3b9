/** Supervision of single child processes that outlive the service that started them. */
@NullMarked
package io.stoker.launcher.process;

import org.jspecify.annotations.NullMarked;
