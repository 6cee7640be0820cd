/** Volumes made of pieces of disks: the device mapper. */
@NullMarked
package io.cglab.core.dm;

import org.jspecify.annotations.NullMarked;
