/**
 * A session: machines with a shell each, and the journal of what was done on them. A machine, its
 * seed and the journal are the state; that is how time is turned back, how a machine is forked, and
 * how a session survives the program's end.
 */
@NullMarked
package io.cglab.shell.session;

import org.jspecify.annotations.NullMarked;
