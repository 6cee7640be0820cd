/** Hierarchies, cgroups, tasks and their membership; one row a cgroup and device. */
@NullMarked
package io.cglab.core.cgroup;

import org.jspecify.annotations.NullMarked;
