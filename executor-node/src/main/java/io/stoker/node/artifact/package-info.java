/** Jars of users' programs: fetched by their digest, kept in a bounded cache. */
@NullMarked
package io.stoker.node.artifact;

import org.jspecify.annotations.NullMarked;
