package org.mforfiji.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.command.CommandInfo;
import org.scijava.plugin.Plugin;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/** Every command is declared so that dialog, macro, script and shell can all be made from it. */
class DeclarationsTest {

	static Stream<CommandInfo> commands() {
		return Stream.concat(found(), Stream.of(new CommandInfo(SampleCommand.class)));
	}

	private static Stream<CommandInfo> found() {
		return CommandCatalog.discover().inMenuOrder().stream().filter(info -> !info.getClassName().equals(SampleCommand.class
			.getName()));
	}

	@Test
	void allCommandClassesAreFound() {
		final Set<String> declared = new TreeSet<>();
		for (final JavaClass type : new ClassFileImporter().importUrl(MCommand.class.getProtectionDomain().getCodeSource()
			.getLocation()))
			if (type.isAssignableTo(MCommand.class) && !type.getModifiers().contains(JavaModifier.ABSTRACT)) declared.add(type
				.getName());
		final Set<String> found = new TreeSet<>();
		found().forEach(info -> found.add(info.getClassName()));
		assertEquals(declared, found);
	}

	@ParameterizedTest
	@MethodSource("commands")
	void commandIsDescribedAndHasItsPlaceInTheMenu(final CommandInfo info) throws Exception {
		final Plugin plugin = info.getAnnotation();
		assertTrue(info.getName().matches("[a-z]+(_[a-z]+)*"), "verb " + info.getName());
		assertFalse(info.getDescription().isBlank(), "description of " + info.getName());
		assertFalse(info.getDescription().endsWith("."), "descriptions end without a full stop");
		assertTrue(plugin.headless(), info.getName() + " is headless");
		assertEquals(Menus.PLUGINS, info.getMenuPath().get(0).getName());
		assertEquals(Menus.M, info.getMenuPath().get(1).getName());
		assertEquals(4, info.getMenuPath().size(), "Plugins > M > submenu > entry");
		assertTrue(MCommand.class.isAssignableFrom(info.loadClass()), info.getClassName());
		assertTrue(info.isValid(), () -> info.getProblems().toString());
	}

	@ParameterizedTest
	@MethodSource("commands")
	void everyInputIsDocumented(final CommandInfo info) {
		final Set<String> options = new HashSet<>(List.of("--help", "--json", "--debug", "--version"));
		for (final CommandParameter input : CommandParameter.inputs(info)) {
			final String name = info.getName() + " " + input.key();
			if (input.isHeading()) {
				assertFalse(String.valueOf(input.initial()).isBlank(), name);
				continue;
			}
			assertFalse(input.label().equals(input.key()), name + " has a label");
			assertFalse(input.description().isBlank(), name + " has a description");
			assertFalse(input.description().endsWith("."), name + ": descriptions end without a full stop");
			assertFalse(input.options().isEmpty(), name + " has an option");
			for (final String option : input.options()) {
				assertTrue(option.matches("-[a-z]|--[a-z][a-z0-9_]*"), name + ": " + option);
				assertTrue(options.add(option), name + ": " + option + " is used twice");
			}
			if (!input.isRequiredOption()) assertFalse(input.isPersisted(), name +
				": an optional input must not keep its last value, or scripts would depend on it");
		}
	}

	@ParameterizedTest
	@MethodSource("commands")
	void defaultsKeepTheirOwnRules(final CommandInfo info) {
		for (final CommandParameter input : CommandParameter.inputs(info)) {
			final String name = info.getName() + " " + input.key();
			if (input.type() == File.class) assertTrue(input.style().matches("open.*|save.*|directory|both"), name +
				" says what kind of file it is");
			if (input.isRequiredOption()) continue;
			assertTrue(input.isInRange(input.initial()), name + " starts within its range");
			if (!input.choices().isEmpty()) assertTrue(input.choices().contains(String.valueOf(input.initial())), name +
				" starts with one of its choices");
			if (Number.class.isAssignableFrom(input.type())) assertNotNull(input.initial(), name +
				": Fiji turns an empty number into 0, so say what 0 means");
		}
	}

	@ParameterizedTest
	@MethodSource("commands")
	void everyOutputIsDocumented(final CommandInfo info) {
		for (final CommandParameter output : CommandParameter.outputs(info)) {
			final String name = info.getName() + " " + output.key();
			assertFalse(output.label().equals(output.key()), name + " has a label");
			assertFalse(output.description().isBlank(), name + " has a description");
		}
	}
}
