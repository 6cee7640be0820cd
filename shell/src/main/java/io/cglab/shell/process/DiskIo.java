package io.cglab.shell.process;

import io.cglab.core.api.DevNo;

/**
 * Requests of one size in a row, as {@code dd} makes them.
 *
 * @param offset of the first request, in bytes; a multiple of 512, as is {@code blockSize}
 * @param blockSize bytes of each request
 * @param count number of requests
 */
public record DiskIo(DevNo dev, boolean write, long offset, int blockSize, long count) {}
