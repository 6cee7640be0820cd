@NullMarked
package io.cglab.shell.check;

import org.jspecify.annotations.NullMarked;
