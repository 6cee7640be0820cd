@NullMarked
package io.cglab.shell;

import org.jspecify.annotations.NullMarked;
