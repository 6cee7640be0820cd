@NullMarked
package io.cglab.cgroupfs.fuzz;

import org.jspecify.annotations.NullMarked;
