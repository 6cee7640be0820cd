package io.cglab.shell.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine file of which parts are replaced. A part is named by keys with dots between them; an
 * entry of a list is named by its {@code name}, or all of them by {@code *}: {@code
 * disks.sda.params.completion_nsec}, {@code disks.*.scheduler}, {@code hz}.
 */
final class MachineText {
  private static final YAMLMapper MAPPER = new YAMLMapper();

  private final JsonNode root;

  private MachineText(JsonNode root) {
    this.root = root;
  }

  /** Reads a machine file that is known to be well-formed. */
  static MachineText parse(String yaml) {
    return new MachineText(tree(yaml));
  }

  private static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the text was checked before", e);
    }
  }

  /**
   * Replaces a part.
   *
   * @param json the new value
   * @return null, or why that cannot be: what was expected in place of {@code path}
   */
  @Nullable String replace(String path, String json) {
    List<String> keys = List.of(path.split("\\.", -1));
    return replace(root, keys, tree(json));
  }

  private static @Nullable String replace(JsonNode at, List<String> keys, JsonNode value) {
    String key = keys.get(0);
    List<String> rest = keys.subList(1, keys.size());
    if (at instanceof ArrayNode list) {
      List<String> names = new ArrayList<>();
      boolean found = false;
      for (int i = 0; i < list.size(); i++) {
        String name = list.get(i).path("name").asText();
        names.add(name);
        if (key.equals("*") || key.equals(name)) {
          found = true;
          if (rest.isEmpty()) {
            list.set(i, value);
          } else {
            String problem = replace(list.get(i), rest, value);
            if (problem != null) {
              return problem;
            }
          }
        }
      }
      return found ? null : "* or one of " + String.join(", ", names) + ", not " + key;
    }
    if (!(at instanceof ObjectNode map)) {
      return "a part of the machine file, which has no place for " + key;
    }
    if (rest.isEmpty()) {
      map.set(key, value);
      return null;
    }
    if (!map.has(key)) {
      map.putObject(key);
    }
    return replace(map.path(key), rest, value);
  }

  /** The machine file. JSON is YAML. */
  String text() {
    return root.toString();
  }
}
