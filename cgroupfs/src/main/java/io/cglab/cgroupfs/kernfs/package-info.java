/**
 * A generic pseudo file system as a {@code java.nio.file} provider. It has never heard of cgroups:
 * it serves trees of {@link io.cglab.cgroupfs.kernfs.Node nodes} whose content is made on demand,
 * behind a mount table, with Jimfs for ordinary files.
 */
@NullMarked
package io.cglab.cgroupfs.kernfs;

import org.jspecify.annotations.NullMarked;
