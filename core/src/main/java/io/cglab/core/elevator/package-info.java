/** The I/O schedulers: which there are, which one a disk has, and their tunables. */
@NullMarked
package io.cglab.core.elevator;

import org.jspecify.annotations.NullMarked;
