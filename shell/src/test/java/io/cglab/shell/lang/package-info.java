@NullMarked
package io.cglab.shell.lang;

import org.jspecify.annotations.NullMarked;
