package io.cglab.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.api.IoMax;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TraceFanTest {
  static Stream<Method> events() {
    return Arrays.stream(Trace.class.getDeclaredMethods())
        .filter(Method::isDefault)
        .filter(method -> !method.isSynthetic());
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyObserverIsToldOfEveryEventInOrder(Method event) throws ReflectiveOperationException {
    List<String> told = new ArrayList<>();
    Trace fan = TraceFan.of(observer("a", told), observer("b", told));
    Object[] args = arguments(event);

    event.invoke(fan, args);

    String call = event.getName() + Arrays.toString(args);
    assertThat(told).containsExactly("a " + call, "b " + call);
  }

  private static Trace observer(String name, List<String> told) {
    return (Trace)
        Proxy.newProxyInstance(
            Trace.class.getClassLoader(),
            new Class<?>[] {Trace.class},
            (proxy, method, args) -> {
              told.add(name + " " + method.getName() + Arrays.toString(args));
              return null;
            });
  }

  /** A different value for each parameter, so that an exchange shows. */
  private static Object[] arguments(Method event) {
    Class<?>[] types = event.getParameterTypes();
    Object[] args = new Object[types.length];
    for (int i = 0; i < args.length; i++) {
      Class<?> type = types[i];
      args[i] =
          type == long.class
              ? Long.valueOf(100 + i)
              : type == int.class
                  ? Integer.valueOf(10 + i)
                  : type == boolean.class
                      ? Boolean.TRUE
                      : type == IoMax.class ? IoMax.NONE : type.getEnumConstants()[0];
    }
    return args;
  }
}
