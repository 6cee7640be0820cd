/** {@code compare-approaches}: one workload under several ways to control block I/O. */
@NullMarked
package io.cglab.shell.approach;

import org.jspecify.annotations.NullMarked;
