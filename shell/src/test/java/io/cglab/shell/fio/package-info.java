@NullMarked
package io.cglab.shell.fio;

import org.jspecify.annotations.NullMarked;
