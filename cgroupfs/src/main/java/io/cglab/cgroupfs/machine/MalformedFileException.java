package io.cglab.cgroupfs.machine;

/** A YAML file is not as it should be; the message is {@code FILE:LINE: KEY: expected ...}. */
public final class MalformedFileException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedFileException(String message) {
    super(message);
  }
}
