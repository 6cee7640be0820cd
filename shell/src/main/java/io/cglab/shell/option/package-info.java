/** Options that verbs have in common. */
@NullMarked
package io.cglab.shell.option;

import org.jspecify.annotations.NullMarked;
