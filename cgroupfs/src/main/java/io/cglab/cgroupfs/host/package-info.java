/** What else a user expects beside the control files: /proc, /sys, /dev. */
@NullMarked
package io.cglab.cgroupfs.host;

import org.jspecify.annotations.NullMarked;
