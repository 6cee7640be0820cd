/**
 * The interactive terminal, on JLine: reading lines with completion, highlighting and history. It
 * knows the machine only to look at it; what is typed goes to a {@link
 * io.cglab.shell.prompt.LineRunner}. {@link io.cglab.shell.prompt.TerminalPrompt} is the way in.
 */
@NullMarked
package io.cglab.shell.prompt;

import org.jspecify.annotations.NullMarked;
