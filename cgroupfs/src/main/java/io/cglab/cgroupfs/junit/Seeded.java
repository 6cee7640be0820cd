package io.cglab.cgroupfs.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The seed of a test's machines: for a method, else for the class or an enclosing one. Without this
 * annotation it is the machine file's, and the test is the same in every run. On a parameter of
 * type {@code long} it gives the test that seed.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
public @interface Seeded {
  /** Another seed in every run, unless {@code -Dcglab.seed=N} gives one; a failure tells it. */
  long FRESH = Long.MIN_VALUE;

  /** The seed; has no meaning on a parameter. */
  long value() default FRESH;
}
