package io.cglab.cgroupfs.kernfs;

import java.io.IOException;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** Users and groups by number; {@code root} is 0. */
final class Principals extends UserPrincipalLookupService {
  /** The name of number 0. */
  static final String ROOT = "root";

  private static final String NUMBER = "[0-9]{1,9}";

  /** A user or group. */
  record Numbered(int id) implements GroupPrincipal {
    @Override
    public String getName() {
      return id == 0 ? ROOT : Integer.toString(id);
    }

    @Override
    public String toString() {
      return getName();
    }
  }

  @Override
  public UserPrincipal lookupPrincipalByName(String name) throws IOException {
    return lookupPrincipalByGroupName(name);
  }

  @Override
  public GroupPrincipal lookupPrincipalByGroupName(String group) throws IOException {
    return new Numbered(idOf(group));
  }

  /** The number of a principal of any file system whose name is a number or root. */
  static int idOf(UserPrincipal principal) throws IOException {
    return idOf(principal.getName());
  }

  private static int idOf(String name) throws IOException {
    if (name.equals(ROOT)) {
      return 0;
    }
    if (!name.matches(NUMBER)) {
      throw new UserPrincipalNotFoundException(name);
    }
    return Integer.parseInt(name);
  }
}
