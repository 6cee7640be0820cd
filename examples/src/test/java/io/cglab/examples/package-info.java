@NullMarked
package io.cglab.examples;

import org.jspecify.annotations.NullMarked;
