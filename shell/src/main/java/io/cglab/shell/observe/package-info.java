/** What watches a machine for people: nothing here changes what the machine does. */
@NullMarked
package io.cglab.shell.observe;

import org.jspecify.annotations.NullMarked;
