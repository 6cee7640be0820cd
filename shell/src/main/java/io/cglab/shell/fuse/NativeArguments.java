package io.cglab.shell.fuse;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Arguments in C's form. Their memory lives as long as this object. */
final class NativeArguments {
  private final Pointer list;
  private final int count;

  /** What the pointers of {@link #list} lead to. */
  private final List<Pointer> owned = new ArrayList<>();

  NativeArguments(String... arguments) {
    Runtime runtime = Runtime.getSystemRuntime();
    int word = runtime.addressSize();
    count = arguments.length;
    list = Memory.allocateDirect(runtime, word * (count + 1), true);
    for (int i = 0; i < count; i++) {
      byte[] bytes = arguments[i].getBytes(Charset.defaultCharset());
      Pointer text = own(Memory.allocateDirect(runtime, bytes.length + 1, true));
      text.put(0, bytes, 0, bytes.length);
      list.putPointer((long) word * i, text);
    }
  }

  private Pointer own(Pointer memory) {
    owned.add(memory);
    return memory;
  }

  /** argv, with a null behind it. */
  Pointer list() {
    return list;
  }

  /** argc. */
  int count() {
    return count;
  }
}
