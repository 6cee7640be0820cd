/** iocost: io.weight, io.cost.qos and io.cost.model (throttle-and-qos.md 4). */
@NullMarked
package io.cglab.core.policy.iocost;

import org.jspecify.annotations.NullMarked;
