package org.mforfiji;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mforfiji.base.MException;
import org.mforfiji.command.cli.Main;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/** Holds the floors of docs/architecture.md: a package uses only those below it. */
class ArchitectureTest {

	private static final String ROOT = "org.mforfiji";

	/** From the ground up. */
	private static final List<String> FLOORS = List.of("base", "geometry", "optics", "fourier", "io", "population", "store",
		"map", "engine", "refine", "run", "simulate", "report", "command", "ui", "viewer", "scifio");

	private static JavaClasses classes;

	@BeforeAll
	static void read() {
		classes = new ClassFileImporter().importUrl(MException.class.getProtectionDomain().getCodeSource().getLocation());
	}

	@Test
	void everyPackageHasAFloor() {
		final Set<String> unknown = new TreeSet<>();
		for (final JavaClass type : classes)
			if (!FLOORS.contains(floor(type))) unknown.add(type.getPackageName());
		assertEquals(Set.of(), unknown);
		assertTrue(classes.size() > 20, "the classes of the project are seen");
	}

	private static String floor(final JavaClass type) {
		return type.getPackageName().substring(Math.min(type.getPackageName().length(), ROOT.length() + 1)).split("\\.")[0];
	}

	@Test
	void aPackageUsesOnlyThoseBelow() {
		for (int i = 0; i < FLOORS.size() - 1; i++) {
			final String[] above = FLOORS.subList(i + 1, FLOORS.size()).stream().map(ArchitectureTest::within).toArray(
				String[]::new);
			noClasses().that().resideInAPackage(within(FLOORS.get(i))).should().dependOnClassesThat().resideInAnyPackage(above)
				.allowEmptyShould(true).check(classes);
		}
	}

	@Test
	void noPackagesUseEachOther() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
	}

	@Test
	void commandsDoNotKnowTheShell() {
		noClasses().that().resideInAPackage(ROOT + ".command").should().dependOnClassesThat().resideInAPackage(within(
			"command.cli")).check(classes);
		noClasses().that().resideOutsideOfPackage(within("command.cli")).should().dependOnClassesThat().resideInAPackage(
			"picocli..").check(classes);
	}

	@Test
	void onlyTheShellPrintsAndExits() {
		noClasses().that().resideOutsideOfPackage(within("command.cli")).should().accessField(System.class, "out").orShould()
			.accessField(System.class, "err").check(classes);
		noClasses().that().doNotBelongToAnyOf(Main.class).should().callMethod(System.class, "exit", int.class).check(classes);
	}

	@Test
	void algorithmsAreFreeOfWindowsAndOfImageJ1() {
		noClasses().that().resideOutsideOfPackages(within("report"), within("ui"), within("viewer")).should()
			.dependOnClassesThat().resideInAnyPackage("java.awt..", "javax.swing..", "org.jfree..").check(classes);
		noClasses().that().resideOutsideOfPackages(within("io.tiff"), within("ui"), within("viewer"), within("scifio"))
			.should().dependOnClassesThat().resideInAnyPackage("ij..").check(classes);
	}

	@Test
	void namesSayWhatAClassIs() {
		noClasses().should().haveSimpleNameEndingWith("Helper").orShould().haveSimpleNameEndingWith("Util").orShould()
			.haveSimpleNameEndingWith("Utils").orShould().haveSimpleNameEndingWith("Manager").check(classes);
	}

	private static String within(final String name) {
		return ROOT + "." + name + "..";
	}
}
