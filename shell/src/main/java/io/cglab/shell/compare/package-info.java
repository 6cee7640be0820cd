/**
 * Runs measured scenarios on the emulator and judges the outcome by the record's tolerances. {@link
 * io.cglab.shell.compare.CompareCommand} is the way in. Criteria know numbers, never the names of
 * scenarios: which criterion with which tolerance applies to which scenario is data ({@code
 * tolerances.yaml}).
 */
@NullMarked
package io.cglab.shell.compare;

import org.jspecify.annotations.NullMarked;
