/** The machine. {@code Machine.boot(config)} is the one way in. */
@NullMarked
package io.cglab.core;

import org.jspecify.annotations.NullMarked;
