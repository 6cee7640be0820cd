package io.cglab.shell.picture;

import java.util.List;

/**
 * Lines that share a vertical axis.
 *
 * @param id a word for addresses
 * @param note what is to be known to read it
 * @param empty what is said where there are no lines
 */
record Figure(String id, String title, String note, String empty, Unit unit, List<Line> lines) {}
