package io.cglab.shell.approach;

/**
 * A number of the table.
 *
 * @param workload under which it is measured
 * @param value which number of its {@link Measurement}
 */
public record Column(String title, String workload, String value) {}
