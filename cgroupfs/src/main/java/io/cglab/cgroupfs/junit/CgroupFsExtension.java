package io.cglab.cgroupfs.junit;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.quirk.Quirk;
import io.cglab.core.Machine;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives each test a machine of its own, as a parameter of type {@link CgroupFs} or {@link Machine}
 * of the test method, of {@code @BeforeEach} and {@code @AfterEach} methods and of the constructor;
 * all of these have the same one. {@link CgroupMachine}, {@link Seeded} and {@link WithQuirk} say
 * which, and several parameters with different {@link CgroupMachine}s are several machines.
 *
 * <p>A failed test says which machine and seed it had, and leaves what it did as a script for
 * {@code cglab run} beside the reports: {@code CLASS.METHOD.cglab.sh} in {@code
 * target/surefire-reports}, or where the configuration parameter {@code cglab.reports} says.
 */
public final class CgroupFsExtension
    implements ParameterResolver,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(CgroupFsExtension.class);
  private static final String SEED = "cglab.seed";
  private static final String REPORTS = "cglab.reports";
  private static final String DEFAULT_REPORTS = "target/surefire-reports";
  private static final long FRESH_SEEDS = 1L << 31;

  @CgroupMachine
  private static final class Defaults {}

  // ---- parameters

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == CgroupFs.class
        || type == Machine.class
        || (type == long.class && parameter.isAnnotated(Seeded.class));
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "each test has a machine of its own: take it in the test, in @BeforeEach or @AfterEach,"
              + " or in the constructor of a class that is made anew for each test");
    }
    TestMachines machines = machines(context);
    CgroupMachine wanted =
        parameter
            .findAnnotation(CgroupMachine.class)
            .or(() -> nearest(context, CgroupMachine.class))
            .orElseGet(() -> Defaults.class.getAnnotation(CgroupMachine.class));
    CgroupFs machine = machines.machine(wanted);
    Class<?> type = parameter.getParameter().getType();
    if (type == long.class) {
      return machine.spec().config().seed();
    }
    return type == Machine.class ? machine.machine() : machine;
  }

  private static TestMachines machines(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            context.getUniqueId(),
            id -> new TestMachines(context.getRequiredTestClass(), seed(context), quirks(context)),
            TestMachines.class);
  }

  private static OptionalLong seed(ExtensionContext context) {
    Optional<Seeded> seeded = nearest(context, Seeded.class);
    if (seeded.isEmpty()) {
      return OptionalLong.empty();
    }
    long seed = seeded.get().value();
    return OptionalLong.of(
        seed != Seeded.FRESH
            ? seed
            : context
                .getConfigurationParameter(SEED, Long::valueOf)
                .orElseGet(() -> new SplittableRandom().nextLong(FRESH_SEEDS)));
  }

  private static List<Quirk> quirks(ExtensionContext context) {
    List<Quirk> quirks = new ArrayList<>();
    for (AnnotatedElement element : elements(context)) {
      List<Quirk> own = new ArrayList<>();
      AnnotationSupport.findRepeatableAnnotations(element, WithQuirk.class)
          .forEach(quirk -> own.add(Quirk.parse(List.of(quirk.value()))));
      quirks.addAll(0, own);
    }
    return quirks;
  }

  private static <A extends java.lang.annotation.Annotation> Optional<A> nearest(
      ExtensionContext context, Class<A> type) {
    for (AnnotatedElement element : elements(context)) {
      Optional<A> found = AnnotationSupport.findAnnotation(element, type);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Where annotations of a test are looked for: its method, its class, the enclosing ones. */
  private static List<AnnotatedElement> elements(ExtensionContext context) {
    List<AnnotatedElement> elements = new ArrayList<>();
    context.getTestMethod().ifPresent(elements::add);
    Class<?> type = context.getRequiredTestClass();
    while (type != null) {
      elements.add(type);
      type = type.getEnclosingClass();
    }
    return elements;
  }

  // ---- failures

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw noted(context, thrown);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw noted(context, thrown);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw noted(context, thrown);
  }

  private static Throwable noted(ExtensionContext context, Throwable thrown) {
    TestMachines machines =
        context.getStore(NAMESPACE).get(context.getUniqueId(), TestMachines.class);
    if (machines == null || machines.isEmpty() || FailureNote.isNoFailure(thrown)) {
      return thrown;
    }
    Path directory = Path.of(context.getConfigurationParameter(REPORTS).orElse(DEFAULT_REPORTS));
    List<String> notes = machines.write(directory, fileName(context), thrown);
    context.publishReportEntry(Map.of("cglab", String.join("; ", notes)));
    return FailureNote.on(thrown, notes);
  }

  /** CLASS.METHOD, and the number of the invocation where there are several. */
  private static String fileName(ExtensionContext context) {
    String name =
        context.getRequiredTestClass().getName() + "." + context.getRequiredTestMethod().getName();
    String id = context.getUniqueId();
    String number = invocation(id.substring(id.lastIndexOf('[')));
    return number == null ? name : name + "." + number;
  }

  private static @Nullable String invocation(String segment) {
    return segment.startsWith("[test-template-invocation:#")
        ? segment.substring(segment.indexOf('#') + 1, segment.length() - 1)
        : null;
  }
}
