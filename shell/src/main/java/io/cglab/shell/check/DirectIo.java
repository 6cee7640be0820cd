package io.cglab.shell.check;

/**
 * What {@code dd} with the direct flag does: reads or writes one after the other, from the start of
 * the device.
 *
 * @param device path of the device node, such as {@code /dev/sda1}
 * @param write true to write, false to read
 * @param blockBytes size of each I/O, at least 1
 * @param count number of I/Os, at least 0
 */
record DirectIo(String device, boolean write, int blockBytes, long count) {}
