/**
 * The machine as files. {@code CgroupFs.open(machine)} gives a {@code java.nio.file.FileSystem}.
 */
@NullMarked
package io.cglab.cgroupfs;

import org.jspecify.annotations.NullMarked;
