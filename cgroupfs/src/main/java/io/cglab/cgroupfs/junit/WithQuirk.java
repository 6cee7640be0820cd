package io.cglab.cgroupfs.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A quirk that the test's machines have from the beginning; those of the class come first. */
@Inherited
@Repeatable(WithQuirk.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface WithQuirk {
  /**
   * Its words: name, arguments, and {@code after=SECONDS} if it is to begin later, such as {@code
   * {"cut-off", "io.stat", "8:0 "}}; see {@link io.cglab.cgroupfs.quirk.Quirk#parse}.
   */
  String[] value();

  /** Several of them. */
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @interface All {
    WithQuirk[] value();
  }
}
