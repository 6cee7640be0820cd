/** Machine files: what a machine is made of, as YAML (design.md 1). */
@NullMarked
package io.cglab.cgroupfs.machine;

import org.jspecify.annotations.NullMarked;
