package io.cglab.shell.prompt;

import io.cglab.cgroupfs.CgroupFs;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * What a line is typed at, asked for each time, since all of it changes: a rewound machine is
 * another one.
 *
 * @param machine the machine
 * @param directory the working directory
 * @param functions names of the shell's functions
 * @param branch name of the machine, where there are several
 */
public record Scene(
    Supplier<CgroupFs> machine,
    Supplier<Path> directory,
    Supplier<? extends Collection<String>> functions,
    Supplier<String> branch) {}
