package io.cglab.shell.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.cglab.cgroupfs.machine.MalformedFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A place in a JSON document that knows where it is, so that whatever is not as expected is named:
 * {@code FILE: scenario NAME (entry N): KEY: what was expected}.
 */
final class JsonCursor {
  private final String where;
  private final String key;
  private final JsonNode node;

  /**
   * A place.
   *
   * @param where the file and the entry, for messages
   * @param key the keys that lead here from the entry; empty for the entry itself
   */
  JsonCursor(String where, String key, JsonNode node) {
    this.where = where;
    this.key = key;
    this.node = node;
  }

  MalformedFileException expected(String what) {
    String place = key.isEmpty() ? where : where + ": " + key;
    return new MalformedFileException(place + ": expected " + what);
  }

  /** Checks that this is an object with all of the required keys and no others than these. */
  JsonCursor object(Set<String> required, Set<String> optional) throws MalformedFileException {
    if (!node.isObject()) {
      throw expected("an object");
    }
    for (String name : (Iterable<String>) node::fieldNames) {
      if (!required.contains(name) && !optional.contains(name)) {
        Set<String> known = new TreeSet<>(required);
        known.addAll(optional);
        throw at(name).expected("no such key, but one of " + String.join(", ", known));
      }
    }
    for (String name : new TreeSet<>(required)) {
      if (!node.has(name)) {
        throw at(name).expected("this key, which is missing");
      }
    }
    return this;
  }

  boolean has(String name) {
    return node.has(name);
  }

  /** The value of a key; a missing one can only be asked what was expected. */
  JsonCursor at(String name) {
    return new JsonCursor(where, key.isEmpty() ? name : key + "." + name, node.path(name));
  }

  /** The values of an array. */
  List<JsonCursor> list() throws MalformedFileException {
    if (!node.isArray()) {
      throw expected("a list");
    }
    List<JsonCursor> values = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      values.add(new JsonCursor(where, key + "[" + i + "]", node.get(i)));
    }
    return values;
  }

  /** The values of an array with at least one. */
  List<JsonCursor> nonEmptyList() throws MalformedFileException {
    List<JsonCursor> values = list();
    if (values.isEmpty()) {
      throw expected("at least one entry");
    }
    return values;
  }

  /** The values of an array of exactly two texts, such as {@code ["io.max", "8:0 rbps=1"]}. */
  Scenario.FileWrite fileWrite() throws MalformedFileException {
    if (!node.isArray() || node.size() != 2) {
      throw expected("a list of two texts, the file and what is written to it");
    }
    List<JsonCursor> both = list();
    return new Scenario.FileWrite(both.get(0).text(), both.get(1).text());
  }

  /** The entries of an object with any keys. */
  Map<String, JsonCursor> map() throws MalformedFileException {
    if (!node.isObject()) {
      throw expected("an object");
    }
    Map<String, JsonCursor> entries = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(name -> entries.put(name, at(name)));
    return entries;
  }

  String text() throws MalformedFileException {
    if (!node.isTextual()) {
      throw expected("a text");
    }
    return node.textValue();
  }

  boolean bool() throws MalformedFileException {
    if (!node.isBoolean()) {
      throw expected("true or false");
    }
    return node.booleanValue();
  }

  /** A whole number from {@code least} to {@code most}. */
  long integer(long least, long most) throws MalformedFileException {
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < least
        || node.longValue() > most) {
      String range = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
      throw expected("a whole number, " + range);
    }
    return node.longValue();
  }

  /** The same with a default for a key that is not there. */
  long integer(String name, long least, long most, long otherwise) throws MalformedFileException {
    return has(name) ? at(name).integer(least, most) : otherwise;
  }

  /** A number that is not negative. */
  double number() throws MalformedFileException {
    if (!node.isNumber() || !(node.doubleValue() >= 0)) {
      throw expected("a number, 0 or more");
    }
    return node.doubleValue();
  }
}
