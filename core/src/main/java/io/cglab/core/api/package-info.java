/** What crosses the border of the machine: errors, identities and plain values. */
@NullMarked
package io.cglab.core.api;

import org.jspecify.annotations.NullMarked;
