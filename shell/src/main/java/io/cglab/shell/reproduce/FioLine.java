package io.cglab.shell.reproduce;

/**
 * One of the posting's fio command lines.
 *
 * @param name of its jobs, which the posting leaves out
 * @param options as printed, without numjobs
 */
record FioLine(String name, String options) {}
