package io.cglab.cgroupfs.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which machine {@link CgroupFsExtension} boots: for one parameter, else for the test method, else
 * for the class or an enclosing one; {@code default} without this annotation.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
public @interface CgroupMachine {
  /**
   * A built-in machine ({@link io.cglab.cgroupfs.machine.MachineSpec#BUILT_IN}), or else a machine
   * file: a resource, as the test class would look for it, or a file of the host.
   */
  String value() default "default";

  /**
   * The controllers that cgroups in the root of a cgroup v2 mount have when the test begins, as an
   * init system leaves it; those that the machine lacks, or that a v1 hierarchy has, are left out.
   */
  String[] controllers() default {"io"};
}
