@NullMarked
package io.cglab.shell.observe;

import org.jspecify.annotations.NullMarked;
