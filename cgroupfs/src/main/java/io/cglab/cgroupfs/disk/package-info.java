/** File systems on simulated disks as directories and files. */
@NullMarked
package io.cglab.cgroupfs.disk;

import org.jspecify.annotations.NullMarked;
