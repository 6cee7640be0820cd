/** File systems on disks: which blocks of a disk a file has. What is in the files is not here. */
@NullMarked
package io.cglab.core.file;

import org.jspecify.annotations.NullMarked;
