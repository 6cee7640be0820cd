package io.cglab.core.resource;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.TreeListener;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of one controller in all cgroups. They go with the controller's files; a cgroup with
 * the usual ones costs nothing.
 *
 * @param <K> which settings there are
 */
public final class Settings<K extends Enum<K> & Setting> implements TreeListener {
  private final Controller owner;
  private final Class<K> keys;
  private final Map<Cgroup, EnumMap<K, Long>> unusual = new LinkedHashMap<>();

  Settings(Controller owner, Class<K> keys) {
    this.owner = owner;
    this.keys = keys;
  }

  /** The value in a cgroup. */
  public long get(Cgroup cgroup, K key) {
    EnumMap<K, Long> values = unusual.get(cgroup);
    Long value = values == null ? null : values.get(key);
    return value == null ? key.usual() : value;
  }

  /** Sets the value in a cgroup; what the files take is checked by those who call. */
  public void set(Cgroup cgroup, K key, long value) {
    if (value != key.usual()) {
      unusual.computeIfAbsent(cgroup, any -> new EnumMap<>(keys)).put(key, value);
      return;
    }
    EnumMap<K, Long> values = unusual.get(cgroup);
    if (values != null) {
      values.remove(key);
      if (values.isEmpty()) {
        unusual.remove(cgroup);
      }
    }
  }

  /** Number of cgroups that have anything but the usual. */
  public int size() {
    return unusual.size();
  }

  @Override
  public void hidden(Cgroup cgroup, Controller controller) {
    if (controller == owner) {
      unusual.remove(cgroup);
    }
  }

  @Override
  public void removed(Cgroup cgroup) {
    unusual.remove(cgroup);
  }
}
