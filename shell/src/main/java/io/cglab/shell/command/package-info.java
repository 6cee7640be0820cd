/**
 * The commands of the shell: one table, {@link io.cglab.shell.command.Commands}, from a name to a
 * function of a {@link io.cglab.shell.command.Context} and arguments. Text is bytes throughout, a
 * {@code char} a byte.
 */
@NullMarked
package io.cglab.shell.command;

import org.jspecify.annotations.NullMarked;
