package io.cglab.shell.reproduce;

/**
 * Whether one of the acceptance targets holds.
 *
 * @param id as in schedulers-and-devices.md 5.5
 * @param what it is about
 * @param wanted the bounds
 * @param found what came out; of several rows the least and the most
 */
record Finding(String id, String what, String wanted, String found, boolean holds) {}
