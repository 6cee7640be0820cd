@NullMarked
package io.cglab.shell.command;

import org.jspecify.annotations.NullMarked;
