/** The page cache as the block layer sees it: how much of memory may be dirty, and for how long. */
@NullMarked
package io.cglab.core.writeback;

import org.jspecify.annotations.NullMarked;
