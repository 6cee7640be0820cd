package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Processes that are compared together.
 *
 * @param title how reports name them
 * @param processes at least one
 */
record Pool(String title, Scenario scenario, List<Proc> processes) {
  /** One process alone. */
  static Pool of(Scenario scenario, Proc process) {
    return new Pool(process.title(), scenario, List.of(process));
  }

  long recordedIos() {
    return processes.stream().mapToLong(process -> process.recorded().ios()).sum();
  }

  long emulatedIos() {
    return processes.stream().mapToLong(process -> process.emulated().ios()).sum();
  }

  /** KiB in each tenth of a second, recorded, all processes together. */
  List<Long> recordedKib() {
    return sum(processes.stream().map(process -> process.recorded().kibPer100ms()).toList());
  }

  /** KiB in as many tenths, emulated. */
  List<Long> emulatedKib() {
    int tenths = processes.get(0).recorded().kibPer100ms().size();
    return sum(processes.stream().map(p -> p.emulated().kibPer100ms(tenths)).toList());
  }

  private static List<Long> sum(List<List<Long>> series) {
    List<Long> sum = new ArrayList<>(Collections.nCopies(series.get(0).size(), 0L));
    for (List<Long> one : series) {
      for (int i = 0; i < sum.size(); i++) {
        sum.set(i, sum.get(i) + one.get(i));
      }
    }
    return List.copyOf(sum);
  }

  /** Size of the largest I/O. */
  long blockBytes() {
    return processes.stream().mapToLong(process -> process.job().blockBytes()).max().orElse(0);
  }

  /** What one I/O, batch and slot are when I/Os are counted. */
  Allowance.Unit inIos() {
    double batch = 0;
    double slot = 0;
    for (Proc process : processes) {
      batch = Math.max(batch, Math.max(1, process.job().ioDepth() - 1));
      slot = Math.max(slot, scenario.devices().get(process.job().dev()).slotIos());
    }
    return new Allowance.Unit(1, batch, slot);
  }

  /** The same in KiB. */
  Allowance.Unit inKib() {
    return inIos().times(blockBytes() / 1024.0);
  }

  /** The same in us of the device's time. */
  Allowance.Unit inUs() {
    double io = 0;
    for (Proc process : processes) {
      io = Math.max(io, scenario.devices().get(process.job().dev()).ioNs() / 1000.0);
    }
    return new Allowance.Unit(io, inIos().batch() * io, Scenario.Device.SLOT_NS / 1000.0);
  }
}
