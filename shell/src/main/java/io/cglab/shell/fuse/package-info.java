/**
 * The machine's files on the host, through FUSE, for programs that were never written for it.
 * {@link io.cglab.shell.fuse.FuseMount} is the door. Nothing else imports the binding.
 */
@NullMarked
package io.cglab.shell.fuse;

import org.jspecify.annotations.NullMarked;
