/**
 * Kernel-style text: tokens and numbers in, exactly as the kernel takes them (control-files.md 0).
 */
@NullMarked
package io.cglab.cgroupfs.text;

import org.jspecify.annotations.NullMarked;
