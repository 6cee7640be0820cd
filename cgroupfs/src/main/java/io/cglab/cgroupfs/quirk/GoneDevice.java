package io.cglab.cgroupfs.quirk;

import io.cglab.cgroupfs.kernfs.Interposer;
import io.cglab.cgroupfs.kernfs.Mount;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A device was unplugged: cgroups have no rows for it, and writes for it give ENODEV. */
record GoneDevice(String device) implements Interposer {
  @Override
  public String shown(Mount tree, String path, String text) {
    if (!Rows.areIn(tree, path)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (String line : Rows.of(text)) {
      out.append(Rows.device(line).equals(device) ? "" : line);
    }
    return out.toString();
  }

  @Override
  public void writing(Mount tree, String path, ByteBuffer bytes) throws KernelException {
    if (!Rows.areIn(tree, path)) {
      return;
    }
    String text = StandardCharsets.ISO_8859_1.decode(bytes).toString();
    if (Rows.device(text.strip() + " ").equals(device)) {
      throw new KernelException(Errno.ENODEV, "a quirk has taken " + device + " away");
    }
  }
}
