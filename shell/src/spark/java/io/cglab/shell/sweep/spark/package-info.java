/** Sweeps on Apache Spark; in the jar of {@code mvn -Pspark package} only. */
@NullMarked
package io.cglab.shell.sweep.spark;

import org.jspecify.annotations.NullMarked;
