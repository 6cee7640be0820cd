/** Disks, partitions, and what a request costs in time. */
@NullMarked
package io.cglab.core.device;

import org.jspecify.annotations.NullMarked;
