/** Workloads: who reads and writes what, when. */
@NullMarked
package io.cglab.core.task;

import org.jspecify.annotations.NullMarked;
