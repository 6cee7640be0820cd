package io.cglab.cgroupfs.machine;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A place in a YAML document that knows its line, so that whatever is not as expected is named:
 * {@code FILE:LINE: KEY: what was expected}.
 */
public final class YamlCursor {
  private final String file;
  private final String key;
  private final Node node;
  private final boolean columns;

  private YamlCursor(String file, String key, Node node, boolean columns) {
    this.file = file;
    this.key = key;
    this.node = node;
    this.columns = columns;
  }

  /** Reads a document. */
  public static YamlCursor parse(String file, String text) throws MalformedFileException {
    return parse(file, text, false);
  }

  /** Reads a document whose messages name columns, too: {@code FILE:LINE:COLUMN}. */
  public static YamlCursor parseExactly(String file, String text) throws MalformedFileException {
    return parse(file, text, true);
  }

  private static YamlCursor parse(String file, String text, boolean columns)
      throws MalformedFileException {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    @Nullable Node root;
    try {
      // Yaml would make what constructs and represents objects, too, for nobody, at the start.
      ParserImpl parser = new ParserImpl(new StreamReader(new StringReader(text)), options);
      root = new Composer(parser, new Resolver(), options).getSingleNode();
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      String place = mark == null ? ":1" : place(mark, columns);
      throw new MalformedFileException(file + place + ": expected YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new MalformedFileException(file + ":1: expected YAML: " + e.getMessage());
    }
    if (root == null) {
      throw new MalformedFileException(file + ":1: expected a document, not an empty file");
    }
    return new YamlCursor(file, "", root, columns);
  }

  private static String place(Mark mark, boolean columns) {
    return ":" + (mark.getLine() + 1) + (columns ? ":" + (mark.getColumn() + 1) : "");
  }

  public boolean isMap() {
    return node instanceof MappingNode;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  public MalformedFileException expected(String what) {
    String at = file + place(node.getStartMark(), columns);
    String of = key.isEmpty() ? "" : key + ": ";
    return new MalformedFileException(at + ": " + of + "expected " + what);
  }

  /** The entries of a mapping, in order. */
  public Map<String, YamlCursor> map() throws MalformedFileException {
    if (!(node instanceof MappingNode mapping)) {
      throw expected("a mapping (key: value)");
    }
    Map<String, YamlCursor> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
        throw expected("keys that are plain words");
      }
      var value = new YamlCursor(file, name.getValue(), tuple.getValueNode(), columns);
      if (entries.put(name.getValue(), value) != null) {
        throw new YamlCursor(file, name.getValue(), name, columns).expected("each key once");
      }
    }
    return entries;
  }

  /** The entries of a mapping that has all of the required keys and no others than these. */
  public Map<String, YamlCursor> map(Set<String> required, Set<String> optional)
      throws MalformedFileException {
    Map<String, YamlCursor> entries = map();
    for (Map.Entry<String, YamlCursor> entry : entries.entrySet()) {
      if (!required.contains(entry.getKey()) && !optional.contains(entry.getKey())) {
        Set<String> known = new TreeSet<>(required);
        known.addAll(optional);
        throw entry.getValue().expected("no such key, but one of " + String.join(", ", known));
      }
    }
    for (String name : new TreeSet<>(required)) {
      if (!entries.containsKey(name)) {
        throw expected("the key " + name + ", which is missing");
      }
    }
    return entries;
  }

  /** The entries of a list with at least one. */
  public List<YamlCursor> list() throws MalformedFileException {
    if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
      throw expected("a list with at least one entry");
    }
    List<YamlCursor> entries = new ArrayList<>();
    for (Node entry : sequence.getValue()) {
      entries.add(new YamlCursor(file, key, entry, columns));
    }
    return entries;
  }

  public String text() throws MalformedFileException {
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().isEmpty()) {
      throw expected("a text");
    }
    return scalar.getValue();
  }

  /** A number that is not negative. */
  public double number() throws MalformedFileException {
    if (node instanceof ScalarNode scalar && scalar.getValue().matches("[0-9]{1,15}(\\.[0-9]+)?")) {
      return Double.parseDouble(scalar.getValue());
    }
    throw expected("a number, 0 or more");
  }

  /** A whole number that is not negative. */
  public long integer() throws MalformedFileException {
    if (node instanceof ScalarNode scalar && scalar.getValue().matches("[0-9]{1,15}")) {
      return Long.parseLong(scalar.getValue());
    }
    throw expected("a whole number, 0 or more");
  }
}
