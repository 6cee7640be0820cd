package io.cglab.shell.process;

import java.io.IOException;

/**
 * An open file description: what {@code dup} shares. Each holder closes its reference; the last one
 * closes the thing itself.
 */
public abstract class Descriptor {
  private int references = 1;

  /** Reads up to {@code length} bytes; returns how many, 0 at the end. */
  public abstract int read(byte[] into, int offset, int length) throws IOException;

  /** Writes all the bytes, the first write(2) taking them in one piece. Writes nothing for none. */
  public abstract void write(byte[] bytes) throws IOException;

  /** Closes the thing behind it. */
  protected void release() throws IOException {}

  /** Adds a holder. */
  public final Descriptor retain() {
    references++;
    return this;
  }

  /** One holder less. */
  public final void close() throws IOException {
    references--;
    if (references == 0) {
      release();
    }
  }

  /** True where a person sits behind it. */
  public boolean isTerminal() {
    return false;
  }
}
