/**
 * Programs that stand in for Spark's: started by real nodes with real command lines, they speak the
 * driver's protocol, write files, commit, and tell a witness log outside of the platform what they
 * did and what they were answered.
 */
@NullMarked
package io.stoker.acceptance.standin;

import org.jspecify.annotations.NullMarked;
