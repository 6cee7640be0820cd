/**
 * Containers: {@code docker} and {@code kubectl}, reduced to what they do to cgroups. The engine
 * keeps containers, a {@link io.cglab.shell.container.ContainerCgroup} writes control files as runc
 * does, and {@link io.cglab.shell.container.Writes} shows each write.
 *
 * <p>Behavior and texts are those of Docker 28 with runc 1.2 and of the kubelet 1.32 with
 * containerd, from their public documentation and what they print. Not modelled: device rules,
 * which no part of the simulator enforces, and what systemd writes for a unit's properties, which
 * runc writes again with the same values.
 */
@NullMarked
package io.cglab.shell.container;

import org.jspecify.annotations.NullMarked;
