/** The path of a bio, from submission to completion. */
@NullMarked
package io.cglab.core.block;

import org.jspecify.annotations.NullMarked;
