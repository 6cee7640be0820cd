/** What the controllers beside io keep of each cgroup: cpu, cpuset, memory, pids, devices. */
@NullMarked
package io.cglab.core.resource;

import org.jspecify.annotations.NullMarked;
