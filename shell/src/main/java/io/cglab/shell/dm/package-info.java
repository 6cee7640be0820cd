/**
 * The device mapper from outside and what is used beside it: {@code dmsetup}, {@code iobandctl},
 * LVM's commands, {@code modprobe}, Xen's {@code xm}, {@code lsof} (dm-ioband.md 2 and 7).
 */
@NullMarked
package io.cglab.shell.dm;

import org.jspecify.annotations.NullMarked;
