package io.cglab.core.dm;

import io.cglab.core.api.DevNo;
import io.cglab.core.device.DiskConfig;
import java.util.List;
import java.util.Set;

/** A table that was loaded: its lines, what became of each, and who is below. */
final class Table {
  final List<TableLine> lines;
  final Target[] targets;

  /** The disks and partitions that it has claimed, each once. */
  final Set<DevNo> members;

  /** What the device's disk is with this table. */
  final DiskConfig disk;

  /** Where each line begins. */
  private final long[] starts;

  /** The first member of each line among all of them, and their number behind that. */
  private final int[] firstMember;

  Table(List<TableLine> lines, Target[] targets, Set<DevNo> members, DiskConfig disk) {
    this.lines = List.copyOf(lines);
    this.targets = targets;
    this.members = members;
    this.disk = disk;
    starts = new long[targets.length];
    firstMember = new int[targets.length + 1];
    for (int i = 0; i < targets.length; i++) {
      starts[i] = lines.get(i).start();
      firstMember[i + 1] = firstMember[i] + targets[i].members();
    }
  }

  /** The line of a sector within the table. */
  int lineOf(long sector) {
    int low = 0;
    int high = starts.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (starts[middle] <= sector) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  long start(int line) {
    return starts[line];
  }

  long sectors() {
    TableLine last = lines.get(lines.size() - 1);
    return last.start() + last.sectors();
  }

  int members() {
    return firstMember[targets.length];
  }

  int lineOfMember(int member) {
    int line = 0;
    while (firstMember[line + 1] <= member) {
      line++;
    }
    return line;
  }

  int memberOfLine(int line, int member) {
    return member - firstMember[line];
  }
}
