/** The mount, by programs of the host: bash, cat, dd. */
@NullMarked
package io.cglab.shell.fuse;

import org.jspecify.annotations.NullMarked;
