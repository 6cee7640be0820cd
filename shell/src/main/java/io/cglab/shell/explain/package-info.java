/** Why: hints behind refused commands, and where the time of tasks, cgroups and disks goes. */
@NullMarked
package io.cglab.shell.explain;

import org.jspecify.annotations.NullMarked;
