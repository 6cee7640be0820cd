/**
 * Lessons: broken situations with a task, hints and a check. A lesson is a directory of texts and
 * shell scripts; the package reads them and keeps what the learner has done. The commands that a
 * learner types are in {@code command}, the verb in the package above.
 */
@NullMarked
package io.cglab.shell.lesson;

import org.jspecify.annotations.NullMarked;
