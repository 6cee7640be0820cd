/** Pictures of a run: in the terminal, as a page, as one file. They read what the recorder kept. */
@NullMarked
package io.cglab.shell.picture;

import org.jspecify.annotations.NullMarked;
