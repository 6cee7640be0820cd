@NullMarked
package io.cglab.shell.compare;

import org.jspecify.annotations.NullMarked;
