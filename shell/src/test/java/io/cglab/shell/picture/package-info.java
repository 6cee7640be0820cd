@NullMarked
package io.cglab.shell.picture;

import org.jspecify.annotations.NullMarked;
