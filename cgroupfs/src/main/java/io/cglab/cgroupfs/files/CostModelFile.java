package io.cglab.cgroupfs.files;

import com.google.common.collect.ObjectArrays;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.policy.iocost.CostModel;
import io.cglab.core.policy.iocost.DiskSettings;

/** io.cost.model (control-files.md 3.5, 4.3). */
final class CostModelFile {
  private static final String[] KEYS = {
    "rbps=", "rseqiops=", "rrandiops=", "wbps=", "wseqiops=", "wrandiops="
  };
  static final Grammar GRAMMAR =
      Grammar.device(
          ObjectArrays.concat(new String[] {"ctrl=auto|user", "model=linear"}, KEYS, String.class));

  private CostModelFile() {}

  static void show(FileContext context, StringBuilder out) {
    CostFiles.show(context, out, CostModelFile::showLine);
  }

  private static void showLine(DiskSettings settings, StringBuilder out) {
    out.append(settings.userModel() ? " ctrl=user" : " ctrl=auto").append(" model=linear");
    long[] coefficients = coefficients(settings.model());
    for (int i = 0; i < KEYS.length; i++) {
      out.append(' ').append(KEYS[i]).append(Long.toUnsignedString(coefficients[i]));
    }
  }

  static void write(FileContext context, byte[] text) throws KernelException {
    DeviceLine line = CostFiles.device(context, text);
    DiskSettings now = context.machine().iocost().settings().setUp(line.disk());
    boolean user = now.userModel();
    long[] coefficients = coefficients(now.model());
    Input body = line.body();
    for (Input word = CostFiles.word(body); !word.isAtEnd(); word = CostFiles.word(body)) {
      if (word.acceptPrefix("ctrl=")) {
        user = CostFiles.isUser(word);
      } else if (word.acceptPrefix("model=")) {
        checkLinear(word);
      } else {
        coefficients[takeKey(word)] = word.unsignedStrict();
        user = true;
      }
    }
    context.machine().iocost().settings().setModel(line.disk(), user, model(coefficients));
  }

  private static void checkLinear(Input value) throws KernelException {
    if (!value.is("linear")) {
      throw new KernelException(Errno.EINVAL, "the only model is linear");
    }
  }

  /** Moves over the key of a word; returns its place among {@link #KEYS}. */
  private static int takeKey(Input word) throws KernelException {
    for (int i = 0; i < KEYS.length; i++) {
      if (word.acceptPrefix(KEYS[i])) {
        return i;
      }
    }
    throw new KernelException(
        Errno.EINVAL,
        "use ctrl, model, rbps, rseqiops, rrandiops, wbps, wseqiops or wrandiops, not \""
            + word
            + "\"");
  }

  private static long[] coefficients(CostModel model) {
    return new long[] {
      model.readBps(),
      model.readSeqIops(),
      model.readRandIops(),
      model.wroteBps(),
      model.wroteSeqIops(),
      model.wroteRandIops()
    };
  }

  private static CostModel model(long[] coefficients) {
    return new CostModel(
        coefficients[0],
        coefficients[1],
        coefficients[2],
        coefficients[3],
        coefficients[4],
        coefficients[5]);
  }
}
