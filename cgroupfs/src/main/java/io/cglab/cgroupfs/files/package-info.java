/** The table of control files, and one small class a file: text over the machine. */
@NullMarked
package io.cglab.cgroupfs.files;

import org.jspecify.annotations.NullMarked;
