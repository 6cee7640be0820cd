/** What kernels in the wild show and do to programs, to be had on request. */
@NullMarked
package io.cglab.cgroupfs.quirk;

import org.jspecify.annotations.NullMarked;
