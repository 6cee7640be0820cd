/** {@code job} and {@code run}: several workloads at once, and what each of them got. */
@NullMarked
package io.cglab.shell.load;

import org.jspecify.annotations.NullMarked;
