/**
 * A POSIX shell's grammar: text in, a sealed tree out, nothing executed. {@link
 * io.cglab.shell.lang.Parser#parse} is the way in.
 *
 * <p>Text is bytes throughout: every {@code char} is one byte (Latin-1), so that what a script
 * holds reaches a file unchanged.
 */
@NullMarked
package io.cglab.shell.lang;

import org.jspecify.annotations.NullMarked;
