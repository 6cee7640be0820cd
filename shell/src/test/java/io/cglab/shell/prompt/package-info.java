@NullMarked
package io.cglab.shell.prompt;

import org.jspecify.annotations.NullMarked;
