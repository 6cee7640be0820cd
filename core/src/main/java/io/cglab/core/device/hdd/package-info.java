/** A hard disk: its mechanics, its read-ahead, its queue and its write cache. */
@NullMarked
package io.cglab.core.device.hdd;

import org.jspecify.annotations.NullMarked;
