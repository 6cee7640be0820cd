package io.cglab.shell.lang;

/**
 * Complete lines of a script.
 *
 * @param body the commands on them, at least one
 * @param source the lines as typed, here-documents included, without the last line's end
 * @param line number of the first line in the script, from 1
 */
public record Chunk(Ast.Sequence body, String source, int line) {}
