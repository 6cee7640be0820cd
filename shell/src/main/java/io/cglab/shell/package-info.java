/** The machine at your fingertips: command line, scripts, comparison with the record. */
@NullMarked
package io.cglab.shell;

import org.jspecify.annotations.NullMarked;
