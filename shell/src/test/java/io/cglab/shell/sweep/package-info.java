@NullMarked
package io.cglab.shell.sweep;

import org.jspecify.annotations.NullMarked;
