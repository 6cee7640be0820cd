/** {@code fio}: jobs, what they do on simulated disks, and fio's reports. */
@NullMarked
package io.cglab.shell.fio;

import org.jspecify.annotations.NullMarked;
