package io.cglab.shell.command;

import io.cglab.shell.lang.Expression;
import io.cglab.shell.lang.ExpressionException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A shell's variables, by name. */
public final class Variables implements Expression.Variables {
  private static final class Variable {
    @Nullable String value;
    boolean exported;
    boolean readonly;

    /** The elements of an array, by key; null for a plain variable. */
    @Nullable TreeMap<String, String> elements;

    boolean associative;

    /** Values are arithmetic expressions. */
    boolean integer;

    Variable copy() {
      Variable copy = new Variable();
      copy.value = value;
      copy.elements = elements == null ? null : new TreeMap<>(elements);
      copy.associative = associative;
      copy.integer = integer;
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
    if (variable == null || variable.elements == null) {
      return variable == null ? null : variable.value;
    }
    return variable.elements.get("0");
  }

  // ---- arrays: of numbered elements, or associative ones, which go by their keys' byte order

  /** The elements of an array by key; a plain variable is its own element 0. Empty where unset. */
  public SortedMap<String, String> elements(String name) {
    Variable variable = byName.get(name);
    if (variable != null && variable.elements != null) {
      return Collections.unmodifiableSortedMap(variable.elements);
    }
    String value = variable == null ? null : variable.value;
    return value == null ? new TreeMap<>() : new TreeMap<>(Map.of("0", value));
  }

  @Override
  public @Nullable String element(String name, String key) {
    return elements(name).get(key);
  }

  @Override
  public void setElement(String name, String key, String value) {
    elementsOf(changeable(name)).put(key, value);
  }

  @Override
  public boolean isAssociative(String name) {
    Variable variable = byName.get(name);
    return variable != null && variable.associative;
  }

  public boolean isArray(String name) {
    Variable variable = byName.get(name);
    return variable != null && variable.elements != null;
  }

  /** Makes a variable an array; a value that it has becomes element 0. */
  void declareArray(String name, boolean associative) {
    Variable variable = changeable(name);
    if (associative && !variable.associative) {
      variable.elements = new TreeMap<>();
      variable.associative = true;
    }
    elementsOf(variable);
  }

  /** Makes a variable an array without elements, associative if it was. */
  public void clearArray(String name) {
    elementsOf(changeable(name)).clear();
  }

  void unsetElement(String name, String key) {
    elementsOf(changeable(name)).remove(key);
  }

  private static TreeMap<String, String> elementsOf(Variable variable) {
    TreeMap<String, String> elements = variable.elements;
    if (elements == null) {
      elements = new TreeMap<>(Comparator.comparingLong(Long::parseLong));
      if (variable.value != null) {
        elements.put("0", variable.value);
      }
      variable.elements = elements;
      variable.value = null;
    }
    return elements;
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
    String stored = variable.integer ? evaluated(value) : value;
    if (variable.elements != null) {
      variable.elements.put("0", stored);
    } else {
      variable.value = stored;
    }
    variable.exported |= exportsAll;
  }

  private String evaluated(String expression) {
    try {
      return Long.toString(Expression.evaluate(expression, this));
    } catch (ExpressionException e) {
      throw new CommandException(1, String.valueOf(e.getMessage()));
    }
  }

  /** Makes the values of a variable arithmetic expressions, from the next one on. */
  void setInteger(String name) {
    byName.computeIfAbsent(name, n -> new Variable()).integer = true;
  }

  /** True after {@code declare -i}. */
  public boolean isInteger(String name) {
    Variable variable = byName.get(name);
    return variable != null && variable.integer;
  }

  /** Hands a variable on to programs. */
  public void export(String name) {
    byName.computeIfAbsent(name, n -> new Variable()).exported = true;
  }

  void unexport(String name) {
    Variable variable = byName.get(name);
    if (variable != null) {
      variable.exported = false;
    }
  }

  boolean isKnown(String name) {
    return byName.containsKey(name);
  }

  /** The letters of {@code declare}: i, r and x, as far as they hold. */
  String flags(String name) {
    return (isInteger(name) ? "i" : "")
        + (isReadonly(name) ? "r" : "")
        + (isExported(name) ? "x" : "");
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
          if (variable.value != null || variable.elements != null) {
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
