package io.cglab.shell.process;

import io.cglab.core.api.DevNo;

/** A disk or partition. */
public record BlockDevice(DevNo dev, long sizeBytes) {}
