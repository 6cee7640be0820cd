package io.cglab.shell.sweep;

import java.util.List;

/**
 * One run of a sweep.
 *
 * @param index its place in the grid, from 0; the seed varies fastest, then the last parameter
 * @param seed of its machine
 * @param labels of its values, in the order of the parameters
 * @param choices where these are in each parameter's list
 */
public record Cell(int index, long seed, List<String> labels, List<Integer> choices) {
  public Cell {
    labels = List.copyOf(labels);
    choices = List.copyOf(choices);
  }
}
