/**
 * Replays recorded transcripts on the emulator and shows where it answers otherwise than the kernel
 * did. {@link io.cglab.shell.check.CheckCommand} is the way in; {@link
 * io.cglab.shell.check.ShellLine} is what it needs from a shell.
 */
@NullMarked
package io.cglab.shell.check;

import org.jspecify.annotations.NullMarked;
