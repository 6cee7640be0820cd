package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.policy.iocost.DiskSettings;
import io.cglab.core.policy.iocost.QosParams;

/** io.cost.qos (control-files.md 3.5, 4.3). */
final class CostQosFile {
  static final Grammar GRAMMAR =
      Grammar.device(
          "enable=0|1", "ctrl=auto|user", "rpct=", "rlat=", "wpct=", "wlat=", "min=", "max=");
  private static final long UNSIGNED_INT = 0xffff_ffffL;
  private static final long PPM_OF_HUNDREDTH = 100;

  private CostQosFile() {}

  static void show(FileContext context, StringBuilder out) {
    CostFiles.show(context, out, CostQosFile::showLine);
  }

  private static void showLine(DiskSettings settings, StringBuilder out) {
    QosParams qos = settings.qos();
    out.append(" enable=").append(settings.enabled() ? 1 : 0);
    out.append(settings.userQos() ? " ctrl=user" : " ctrl=auto");
    showPercent(out, " rpct=", qos.readPpm());
    out.append(" rlat=").append(qos.readLatencyUs());
    showPercent(out, " wpct=", qos.wrotePpm());
    out.append(" wlat=").append(qos.wroteLatencyUs());
    showPercent(out, " min=", qos.minPpm());
    showPercent(out, " max=", qos.maxPpm());
  }

  private static void showPercent(StringBuilder out, String key, int ppm) {
    out.append(key);
    Percent.show(out, ppm);
  }

  static void write(FileContext context, byte[] text) throws KernelException {
    DeviceLine line = CostFiles.device(context, text);
    Draft draft = new Draft(context.machine().iocost().settings().setUp(line.disk()));
    Input body = line.body();
    for (Input word = CostFiles.word(body); !word.isAtEnd(); word = CostFiles.word(body)) {
      draft.take(word);
    }
    QosParams params = draft.params();
    context.machine().iocost().settings().setQos(line.disk(), draft.enabled, draft.user, params);
  }

  /** The settings while a write is read; what is refused half-way is thrown away with it. */
  private static final class Draft {
    private boolean enabled;
    private boolean user;
    private int readPpm;
    private long readLatencyUs;
    private int wrotePpm;
    private long wroteLatencyUs;
    private int minPpm;
    private int maxPpm;

    Draft(DiskSettings from) {
      enabled = from.enabled();
      user = from.userQos();
      readPpm = from.qos().readPpm();
      readLatencyUs = from.qos().readLatencyUs();
      wrotePpm = from.qos().wrotePpm();
      wroteLatencyUs = from.qos().wroteLatencyUs();
      minPpm = from.qos().minPpm();
      maxPpm = from.qos().maxPpm();
    }

    void take(Input word) throws KernelException {
      if (word.acceptPrefix("enable=")) {
        enabled = word.unsignedStrict() != 0;
      } else if (word.acceptPrefix("ctrl=")) {
        user = CostFiles.isUser(word);
      } else {
        takeParameter(word);
        user = true;
      }
    }

    private void takeParameter(Input word) throws KernelException {
      if (word.acceptPrefix("rpct=")) {
        readPpm = share(word);
      } else if (word.acceptPrefix("rlat=")) {
        readLatencyUs = word.unsignedStrict() & UNSIGNED_INT;
      } else if (word.acceptPrefix("wpct=")) {
        wrotePpm = share(word);
      } else if (word.acceptPrefix("wlat=")) {
        wroteLatencyUs = word.unsignedStrict() & UNSIGNED_INT;
      } else if (word.acceptPrefix("min=")) {
        minPpm = rate(word);
      } else if (word.acceptPrefix("max=")) {
        maxPpm = rate(word);
      } else {
        throw new KernelException(
            Errno.EINVAL,
            "use enable, ctrl, rpct, rlat, wpct, wlat, min or max, not \"" + word + "\"");
      }
    }

    private static int share(Input value) throws KernelException {
      long ppm = Percent.hundredths(value);
      if (ppm > QosParams.WHOLE_PPM / PPM_OF_HUNDREDTH) {
        throw new KernelException(Errno.EINVAL, "a percentile is 0 to 100");
      }
      return (int) (ppm * PPM_OF_HUNDREDTH);
    }

    /** A bound of vrate, clamped after it has wrapped as the kernel's does. */
    private static int rate(Input value) throws KernelException {
      long ppm = Percent.hundredths(value) * PPM_OF_HUNDREDTH;
      return (int) Math.max(QosParams.SLOWEST_PPM, Math.min(ppm, QosParams.FASTEST_PPM));
    }

    QosParams params() throws KernelException {
      if (minPpm > maxPpm) {
        throw new KernelException(Errno.EINVAL, "min is above max");
      }
      return new QosParams(readPpm, readLatencyUs, wrotePpm, wroteLatencyUs, minPpm, maxPpm);
    }
  }
}
