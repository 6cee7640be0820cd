@NullMarked
package io.cglab.shell.sweep.spark;

import org.jspecify.annotations.NullMarked;
