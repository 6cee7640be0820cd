@NullMarked
package io.cglab.cgroupfs.files;

import org.jspecify.annotations.NullMarked;
