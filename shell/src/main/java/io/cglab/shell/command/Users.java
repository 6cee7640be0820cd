package io.cglab.shell.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The users and groups that the machine knows, by number. */
final class Users {
  private static final Map<Integer, String> NAMES =
      Map.of(0, "root", 1, "daemon", 1000, "user", 65534, "nobody");

  private Users() {}

  static String name(int id) {
    return NAMES.getOrDefault(id, Integer.toString(id));
  }

  /** The number of a user or group given by name or number; null if there is none. */
  static @Nullable Integer number(String text) {
    for (Map.Entry<Integer, String> user : NAMES.entrySet()) {
      if (user.getValue().equals(text)) {
        return user.getKey();
      }
    }
    if (text.equals("nogroup")) {
      return 65534;
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
