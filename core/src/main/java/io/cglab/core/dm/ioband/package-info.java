/**
 * dm-ioband: a device group's bandwidth shared among groups of jobs, by tokens. {@code Ioband} is
 * the target, {@code IobandDevice} a device of it, {@code TokenPolicy} who may go on.
 */
@NullMarked
package io.cglab.core.dm.ioband;

import org.jspecify.annotations.NullMarked;
