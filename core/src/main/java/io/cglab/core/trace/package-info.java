/** The one way to look inside: what happened to a bio and why. A no-op by default. */
@NullMarked
package io.cglab.core.trace;

import org.jspecify.annotations.NullMarked;
