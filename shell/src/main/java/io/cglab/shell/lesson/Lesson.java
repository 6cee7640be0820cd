package io.cglab.shell.lesson;

import io.cglab.cgroupfs.machine.MachineSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lesson. Its scripts run on its machine in the emulator's own shell: {@code setup} makes the
 * situation on a fresh machine, {@code solution} mends it, and {@code check} exits with 0 if it is
 * mended, else with another status after a line on stdout that says what is still wrong. The text
 * of {@code check} begins with the functions of {@code prelude.sh}.
 *
 * @param number from 1 among the built-in lessons, 0 for a teacher's own
 * @param name the directory's name; letters, digits and {@code -}
 * @param spec the machine
 * @param machineYaml the text of its machine.yaml; null where it is a built-in machine
 * @param situation what the learner finds
 * @param task what is to be reached
 * @param hints at least one, from vague to exact
 * @param learned what is shown when the check has passed
 * @param references where to read more; may be empty
 */
public record Lesson(
    int number,
    String name,
    String title,
    MachineSpec spec,
    @Nullable String machineYaml,
    String situation,
    String task,
    List<String> hints,
    String learned,
    List<String> references,
    String setup,
    String solution,
    String check) {
  public Lesson {
    hints = List.copyOf(hints);
    references = List.copyOf(references);
  }

  /** What is shown at the beginning; ends in a newline. */
  public String introduction() {
    return heading()
        + "\n\n"
        + situation.strip()
        + "\n\nTask: "
        + task.strip()
        + "\n\nType check when you are done, hint if you are stuck, solution to see one way."
        + "\nA check runs workloads on this machine, so its clock goes on.\n";
  }

  /** What is shown when the check has passed; ends in a newline. */
  public String farewell() {
    StringBuilder text = new StringBuilder("Mended.\n").append(learned.strip()).append('\n');
    if (!references.isEmpty()) {
      text.append("\nRead more:\n");
      references.forEach(reference -> text.append("  ").append(reference).append('\n'));
    }
    return text.toString();
  }

  private String heading() {
    return number == 0 ? "Lesson: " + title : "Lesson " + number + ": " + title;
  }
}
