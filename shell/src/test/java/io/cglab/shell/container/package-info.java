@NullMarked
package io.cglab.shell.container;

import org.jspecify.annotations.NullMarked;
