package spillway.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom. These rules are the architecture's document. */
class ArchitectureTest {
    private static final String ROOT = "spillway.server";
    private static final String CODEC = "spillway.codec..";

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("spillway");

    @TestFactory
    List<DynamicTest> rules() {
        return List.of(
                rule(noClasses()
                        .that()
                        .resideInAPackage(CODEC)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("spillway.server..", "java.util.concurrent..", "org.slf4j..", "java.net..")
                        .because("the codec is pure: octets in, values out")),
                rule(noClasses()
                        .that()
                        .resideInAPackage("spillway.codec.syslog")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("spillway.codec.heroku", "spillway.codec.slack")
                        .because("syslog <- heroku <- slack")),
                rule(noClasses()
                        .that()
                        .resideInAPackage("spillway.codec.heroku")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("spillway.codec.slack")
                        .because("syslog <- heroku <- slack")),
                rule(noClasses()
                        .that()
                        .resideInAnyPackage("spillway.server.config", "spillway.server.metrics")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others("config", "metrics"))
                        .because("everybody reads them")),
                rule(noClasses()
                        .that()
                        .resideInAPackage("spillway.server.http")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "spillway.server.route",
                                "spillway.server.store",
                                "spillway.server.forward",
                                "spillway.server.slack")
                        .because("http owns the interface that it hands requests to")),
                rule(noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "spillway.server.http", "spillway.server.admin", "spillway.server.slack")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.netty.handler.codec.http..")
                        .because("HTTP ends where it is spoken")
                        .allowEmptyShould(true)),
                rule(onlyIn("org.asynchttpclient..", "spillway.server.slack", ROOT)),
                rule(onlyIn(
                        "com.fasterxml.jackson..",
                        "spillway.codec.slack",
                        "spillway.server.slack",
                        "spillway.server.config",
                        "spillway.server.admin",
                        ROOT)),
                rule(onlyIn("java.sql..", "spillway.server.store", ROOT)),
                rule(noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "spillway.codec.syslog", "spillway.server.http", "spillway.server.admin", ROOT)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.netty.buffer..")
                        .because("buffers end where a message is parsed")),
                rule(noClasses()
                        .that()
                        .resideOutsideOfPackage(ROOT)
                        .should()
                        .callMethod(System.class, "nanoTime")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .orShould()
                        .callMethod(java.time.Instant.class, "now")
                        .orShould()
                        .callMethod(java.time.Clock.class, "systemUTC")
                        .orShould()
                        .callConstructor(Thread.class)
                        .orShould()
                        .callConstructor(Thread.class, Runnable.class)
                        .orShould()
                        .callConstructor(Thread.class, Runnable.class, String.class)
                        .orShould()
                        .callMethod(java.util.concurrent.Executors.class, "newSingleThreadExecutor")
                        .orShould()
                        .callMethod(java.util.concurrent.Executors.class, "newCachedThreadPool")
                        .orShould()
                        .callMethod(java.util.concurrent.Executors.class, "newSingleThreadScheduledExecutor")
                        .because("clocks and threads are made in the root")),
                rule(noClasses()
                        .that()
                        .resideInAnyPackage(others())
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(ROOT)
                        .because("nobody imports the root")),
                rule(classes()
                        .that()
                        .haveSimpleNameEndingWith("Manager")
                        .or()
                        .haveSimpleNameEndingWith("Service")
                        .or()
                        .haveSimpleNameEndingWith("Factory")
                        .or()
                        .haveSimpleNameEndingWith("Helper")
                        .or()
                        .haveSimpleNameEndingWith("Util")
                        .or()
                        .haveSimpleNameEndingWith("Impl")
                        .should()
                        .resideInAPackage("none")
                        .because("such names say nothing")
                        .allowEmptyShould(true)),
                rule(slices().matching("spillway.(*).(*)..").should().beFreeOfCycles()));
    }

    private static String[] others(String... but) {
        return List.of("admin", "config", "forward", "http", "metrics", "route", "send", "slack", "store").stream()
                .filter(name -> !List.of(but).contains(name))
                .map(name -> "spillway.server." + name + "..")
                .toArray(String[]::new);
    }

    private static ArchRule onlyIn(String library, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("only " + String.join(", ", packages) + " may know it");
    }

    private static DynamicTest rule(ArchRule rule) {
        return DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES));
    }
}
