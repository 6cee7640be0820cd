package io.cglab.shell;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.spi.FileSystemProvider;

/** Which module and which room may know which, above core. */
@AnalyzeClasses(packages = "io.cglab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule coreKnowsNobodyAbove =
      noClasses()
          .that()
          .resideInAPackage("io.cglab.core..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.cglab.cgroupfs..", "io.cglab.shell..");

  @ArchTest
  static final ArchRule filesKnowNoShell =
      noClasses()
          .that()
          .resideInAPackage("io.cglab.cgroupfs..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.cglab.shell..");

  @ArchTest
  static final ArchRule kernfsHasNeverHeardOfCgroups =
      classes()
          .that()
          .resideInAPackage("io.cglab.cgroupfs.kernfs..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.cglab.cgroupfs.kernfs..",
              "io.cglab.core.api..",
              "java..",
              "com.google.common.jimfs..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule onlyTheFixtureKnowsTestLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.cglab.cgroupfs.junit..")
          .and()
          .resideInAnyPackage("io.cglab.core..", "io.cglab.cgroupfs..", "io.cglab.shell..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.junit..", "org.assertj..", "org.opentest4j..", "io.cglab.cgroupfs.junit..");

  @ArchTest
  static final ArchRule onlyKernfsIsAProvider =
      classes()
          .that()
          .areAssignableTo(FileSystemProvider.class)
          .should()
          .resideInAPackage("io.cglab.cgroupfs.kernfs..");

  @ArchTest
  static final ArchRule theLanguageRunsNothing =
      classes()
          .that()
          .resideInAPackage("io.cglab.shell.lang..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.cglab.shell.lang..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule onlyTheMountKnowsTheBinding =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.cglab.shell.fuse..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ru.serce.jnrfuse..", "jnr..");

  @ArchTest
  static final ArchRule nobodyReallySleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class).because("time is virtual");
}
