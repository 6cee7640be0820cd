package io.cglab.shell.command;

import io.cglab.shell.lang.Expression;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A shell's variables, by name. */
public final class Variables implements Expression.Variables {
  private static final class Variable {
    @Nullable String value;
    boolean exported;
    boolean readonly;

    Variable copy() {
      Variable copy = new Variable();
      copy.value = value;
      copy.exported = exported;
      copy.readonly = readonly;
      return copy;
    }
  }

  private final TreeMap<String, Variable> byName = new TreeMap<>();
  private boolean exportsAll;

  Variables copy() {
    Variables copy = new Variables();
    byName.forEach((name, variable) -> copy.byName.put(name, variable.copy()));
    copy.exportsAll = exportsAll;
    return copy;
  }

  /** The variables that a program inherits. */
  Variables exported() {
    Variables copy = new Variables();
    byName.forEach(
        (name, variable) -> {
          if (variable.exported && variable.value != null) {
            copy.set(name, variable.value);
            copy.export(name);
          }
        });
    return copy;
  }

  void setExportsAll(boolean on) {
    exportsAll = on;
  }

  @Override
  public @Nullable String get(String name) {
    Variable variable = byName.get(name);
    return variable == null ? null : variable.value;
  }

  /** The value, or {@code otherwise} where the variable is not set. */
  public String get(String name, String otherwise) {
    String value = get(name);
    return value == null ? otherwise : value;
  }

  /** Sets a value. Fails for a read-only variable. */
  @Override
  public void set(String name, String value) {
    Variable variable = changeable(name);
    variable.value = value;
    variable.exported |= exportsAll;
  }

  /** Hands a variable on to programs. */
  public void export(String name) {
    byName.computeIfAbsent(name, n -> new Variable()).exported = true;
  }

  void setReadonly(String name) {
    byName.computeIfAbsent(name, n -> new Variable()).readonly = true;
  }

  void unset(String name) {
    changeable(name);
    byName.remove(name);
  }

  private Variable changeable(String name) {
    Variable variable = byName.computeIfAbsent(name, n -> new Variable());
    if (variable.readonly) {
      throw new CommandException(2, name + ": is read only");
    }
    return variable;
  }

  Collection<String> names() {
    List<String> set = new ArrayList<>();
    byName.forEach(
        (name, variable) -> {
          if (variable.value != null) {
            set.add(name);
          }
        });
    return set;
  }

  Collection<String> exportedNames() {
    return byName.keySet().stream().filter(this::isExported).toList();
  }

  Collection<String> readonlyNames() {
    return byName.keySet().stream().filter(this::isReadonly).toList();
  }

  boolean isExported(String name) {
    Variable variable = byName.get(name);
    return variable != null && variable.exported;
  }

  private boolean isReadonly(String name) {
    Variable variable = byName.get(name);
    return variable != null && variable.readonly;
  }

  /** What {@code name} is now, for {@link Saved#restore}. */
  public Saved save(String name) {
    Variable variable = byName.get(name);
    return new Saved(name, variable == null ? null : variable.copy());
  }

  /** A variable as it was. */
  public final class Saved {
    private final String name;
    private final @Nullable Variable was;

    private Saved(String name, @Nullable Variable was) {
      this.name = name;
      this.was = was;
    }

    /** Makes the variable what it was. */
    public void restore() {
      if (was == null) {
        byName.remove(name);
      } else {
        byName.put(name, was);
      }
    }
  }
}
