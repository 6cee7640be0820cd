package io.cglab.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** Which room may know which, and what a deterministic machine must not touch. */
@AnalyzeClasses(packages = "io.cglab.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** The rooms in their order: each may use those before it, and nobody those behind it. */
  @ArchTest
  static final ArchRule arrowsPointOneWay =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.cglab.core..")
          .layer("api")
          .definedBy("..core.api..")
          .layer("sim")
          .definedBy("..core.sim..")
          .layer("trace")
          .definedBy("..core.trace..")
          .layer("device")
          .definedBy("..core.device..")
          .layer("cgroup")
          .definedBy("..core.cgroup..")
          .layer("pressure")
          .definedBy("..core.pressure..")
          .layer("resource")
          .definedBy("..core.resource..")
          .layer("block")
          .definedBy("..core.block..")
          .layer("elevator")
          .definedBy("..core.elevator..")
          .layer("policy")
          .definedBy("..core.policy..")
          .layer("dm")
          .definedBy("..core.dm..")
          .layer("file")
          .definedBy("..core.file..")
          .layer("task")
          .definedBy("..core.task..")
          .layer("writeback")
          .definedBy("..core.writeback..")
          .layer("machine")
          .definedBy("io.cglab.core")
          .whereLayer("machine")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("writeback")
          .mayOnlyBeAccessedByLayers("task", "machine")
          .whereLayer("task")
          .mayOnlyBeAccessedByLayers("machine")
          .whereLayer("policy")
          .mayOnlyBeAccessedByLayers("machine")
          .whereLayer("dm")
          .mayOnlyBeAccessedByLayers("machine")
          .whereLayer("file")
          .mayOnlyBeAccessedByLayers("task", "writeback", "machine")
          .whereLayer("elevator")
          .mayOnlyBeAccessedByLayers("machine")
          .whereLayer("pressure")
          .mayOnlyBeAccessedByLayers("machine")
          .whereLayer("resource")
          .mayOnlyBeAccessedByLayers("writeback", "machine")
          .whereLayer("block")
          .mayOnlyBeAccessedByLayers("elevator", "policy", "dm", "writeback", "task", "machine")
          .whereLayer("cgroup")
          .mayOnlyBeAccessedByLayers(
              "pressure",
              "resource",
              "block",
              "elevator",
              "policy",
              "dm",
              "writeback",
              "task",
              "machine")
          .whereLayer("device")
          .mayOnlyBeAccessedByLayers(
              "cgroup", "block", "elevator", "policy", "dm", "file", "writeback", "task", "machine")
          .whereLayer("trace")
          .mayOnlyBeAccessedByLayers("block", "elevator", "policy", "dm", "task", "machine")
          .whereLayer("sim")
          .mayOnlyBeAccessedByLayers(
              "device",
              "pressure",
              "block",
              "elevator",
              "policy",
              "dm",
              "writeback",
              "task",
              "machine");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("io.cglab.core.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheJdk =
      noClasses()
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideOutsideOfPackages(
                  "io.cglab.core..", "java.lang..", "java.util..", "org.jspecify.."))
          .because("the machine knows no text, no files, no network and no library");

  @ArchTest
  static final ArchRule noWallClock =
      noClasses()
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .dependOnClassesThat(resideInAnyPackage("java.time.."))
          .because("a run is a function of its seed; take time from VirtualClock");

  @ArchTest
  static final ArchRule noUnseededChance =
      noClasses()
          .should()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat(
              resideInAnyPackage("java.security..")
                  .or(JavaClass.Predicates.assignableTo(Random.class))
                  .or(JavaClass.Predicates.assignableTo(ThreadLocalRandom.class)))
          .orShould()
          .callConstructor(SplittableRandom.class)
          .because("all chance comes from the machine's seed");

  @ArchTest
  static final ArchRule noHashOrder =
      noClasses()
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.equivalentTo(HashMap.class)
                  .or(JavaClass.Predicates.equivalentTo(HashSet.class))
                  .or(JavaClass.Predicates.equivalentTo(IdentityHashMap.class)))
          .orShould()
          .callMethod(System.class, "identityHashCode", Object.class)
          .because("what is iterated has an order of its own: LinkedHashMap, TreeMap, arrays");
}
