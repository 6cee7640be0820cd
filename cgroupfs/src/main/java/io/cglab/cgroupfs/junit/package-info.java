/**
 * The machine as a fixture of JUnit 5 tests, with AssertJ assertions. JUnit and AssertJ are
 * optional dependencies of this module: whoever uses this package has them.
 */
@NullMarked
package io.cglab.cgroupfs.junit;

import org.jspecify.annotations.NullMarked;
