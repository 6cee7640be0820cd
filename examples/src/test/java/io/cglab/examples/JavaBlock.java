package io.cglab.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.Machine;
import io.cglab.shell.Main;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.apiguardian.api.API;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Compiles and runs a block of Java as it stands in a README: statements, or a class with a main
 * method or with tests. Imports of the project's packages, JUnit's and AssertJ's are understood.
 */
final class JavaBlock {
  private static final List<String> PACKAGES =
      List.of(
          "io.cglab.cgroupfs",
          "io.cglab.cgroupfs.junit",
          "io.cglab.cgroupfs.machine",
          "io.cglab.core",
          "io.cglab.core.api",
          "io.cglab.core.task",
          "java.io",
          "java.nio.file",
          "java.time",
          "java.util",
          "org.junit.jupiter.api",
          "org.junit.jupiter.api.extension");
  private static final List<String> STATIC_CLASSES =
      List.of(
          "io.cglab.cgroupfs.junit.CgroupAssertions",
          "org.assertj.core.api.Assertions",
          "org.assertj.core.data.Percentage");
  private static final List<Class<?>> LIBRARIES =
      List.of(
          Quickstart.class,
          Main.class,
          CgroupFs.class,
          Machine.class,
          Test.class,
          ParameterizedTest.class,
          Assertions.class,
          NullMarked.class,
          API.class);
  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "reference to \\w+ is ambiguous\\s+both \\w+ ([\\w.]+) in \\S+ and \\w+ ([\\w.]+) in ");
  private static final Pattern CLASS =
      Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record|enum) (\\w+)");

  private JavaBlock() {}

  /** A source in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /**
   * Runs a block and returns what it printed.
   *
   * @param directory for class files
   * @throws AssertionError if it does not compile, or a test of it fails
   */
  static String run(List<String> lines, Path directory) throws Exception {
    String body = String.join("\n", lines) + "\n";
    Matcher type = CLASS.matcher(body);
    String name = type.find() ? type.group(1) : "Block";
    String imports = imports(lines);
    String code = body.replaceAll("(?m)^import .*$", "");
    String source =
        name.equals("Block") && !CLASS.matcher(body).find()
            ? imports
                + "class Block { public static void main(String[] args) throws Exception {\n"
                + code
                + "} }\n"
            : imports + code;
    compile(name, source, directory);
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {directory.toUri().toURL()}, JavaBlock.class.getClassLoader())) {
      return body.contains("@Test") ? test(loader.loadClass(name)) : main(loader.loadClass(name));
    }
  }

  private static String imports(List<String> lines) {
    StringBuilder imports = new StringBuilder();
    lines.stream()
        .filter(line -> line.startsWith("import "))
        .forEach(line -> imports.append(line).append('\n'));
    for (String name : PACKAGES) {
      if (!name.startsWith("io.cglab.") || isThere(name)) {
        imports.append("import ").append(name).append(".*;\n");
      }
    }
    for (String name : STATIC_CLASSES) {
      if (JavaBlock.class.getResource("/" + name.replace('.', '/') + ".class") != null) {
        imports.append("import static ").append(name).append(".*;\n");
      }
    }
    return imports.toString();
  }

  /** True for a package of the project, each of which has a package-info. */
  private static boolean isThere(String name) {
    return JavaBlock.class.getResource("/" + name.replace('.', '/') + "/package-info.class")
        != null;
  }

  /**
   * Compiles the source. A name that two of the packages have is the one with which it compiles.
   */
  private static void compile(String name, String source, Path directory) {
    String problems = problems(name, source, directory);
    Matcher ambiguous = AMBIGUOUS.matcher(problems);
    if (ambiguous.find()) {
      for (String choice : List.of(ambiguous.group(1), ambiguous.group(2))) {
        String imported = "import " + choice + ";\n" + source;
        if (problems(name, imported, directory).isEmpty()) {
          return;
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new AssertionError("does not compile:\n" + problems + "\n" + source);
    }
  }

  /** Compiles; returns the errors, or nothing. */
  private static String problems(String name, String source, Path directory) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<String> options = List.of("-d", directory.toString(), "-proc:none", "-cp", classPath());
    boolean compiled =
        compiler
            .getTask(null, null, problems, options, null, List.of(new Source(name, source)))
            .call();
    return compiled
        ? ""
        : problems.getDiagnostics().stream()
            .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
            .map(problem -> problem.getMessage(Locale.ROOT))
            .collect(Collectors.joining("\n"));
  }

  /** Where the classes that a block may use come from, however this test was started. */
  private static String classPath() {
    Set<String> places = new LinkedHashSet<>();
    for (Class<?> type : LIBRARIES) {
      places.add(
          Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
              .toString());
    }
    return String.join(File.pathSeparator, places);
  }

  private static String main(Class<?> type) throws Exception {
    PrintStream terminal = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      var main = type.getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[0]);
    } catch (InvocationTargetException e) {
      throw new AssertionError("failed", e.getCause());
    } finally {
      System.setOut(terminal);
    }
    return printed.toString(UTF_8);
  }

  private static String test(Class<?> type) {
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(type))
            .build();
    Launcher launcher = LauncherFactory.create();
    var listener = new SummaryGeneratingListener();
    launcher.execute(request, listener);
    var summary = listener.getSummary();
    summary
        .getFailures()
        .forEach(
            failure -> {
              throw new AssertionError(
                  failure.getTestIdentifier().getDisplayName(), failure.getException());
            });
    if (summary.getTestsSucceededCount() == 0) {
      throw new AssertionError("no test ran");
    }
    return summary.getTestsSucceededCount() + " tests passed\n";
  }
}
