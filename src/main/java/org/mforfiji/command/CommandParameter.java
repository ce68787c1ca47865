package org.mforfiji.command;

import java.io.File;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModuleItem;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Parameter;
import org.scijava.service.Service;
import org.scijava.util.ClassUtils;

/**
 * One parameter of a command as its declaration tells it, read by the checks before a run and by the command line.
 * Attributes of the declaration that are used here:
 * <ul>
 * <li>{@code cli}: the option names, e.g. {@code -d,--directory}; without it an input is not on the command line. A
 * switch (boolean) turns the parameter to the opposite of its initial value, so that an input that is on by default can
 * have an option such as {@code --dont_version}. On an output it is the name of the result, and an empty one hides it
 * from the shell.</li>
 * <li>{@code cli.description}: what the option does, where it differs from the parameter's description.</li>
 * <li>{@code cli.required}: the option must be given although the initial value would do.</li>
 * <li>{@code cli.json_only}: the result stands in JSON only, because the work reports it in words anyway.</li>
 * </ul>
 */
public final class CommandParameter {

	/** Name of the attribute that holds the option names. */
	public static final String CLI = "cli";
	/** Name of the attribute that holds the option's own description. */
	public static final String CLI_DESCRIPTION = "cli.description";
	/** Name of the attribute that makes an option required. */
	public static final String CLI_REQUIRED = "cli.required";

	/** Name of the attribute that keeps a result out of what people read. */
	public static final String CLI_JSON_ONLY = "cli.json_only";

	private final CommandModuleItem<?> item;
	private final Object initial;

	private CommandParameter(final CommandModuleItem<?> item, final Object prototype) {
		this.item = item;
		this.initial = ClassUtils.getValue(item.getField(), prototype);
	}

	/**
	 * The inputs of a command, headings included and services left out: those that the command declares itself first, then
	 * those that all commands have.
	 */
	public static List<CommandParameter> inputs(final CommandInfo info) {
		return parameters(info, info.inputs());
	}

	/** The outputs of a command, in the order of their declaration. */
	public static List<CommandParameter> outputs(final CommandInfo info) {
		return parameters(info, info.outputs());
	}

	private static List<CommandParameter> parameters(final CommandInfo info, final Iterable<ModuleItem<?>> items) {
		final Object prototype = prototype(info);
		final Stream.Builder<CommandParameter> parameters = Stream.builder();
		for (final ModuleItem<?> item : items)
			if (!isInjected(item.getType())) parameters.add(new CommandParameter((CommandModuleItem<?>) item, prototype));
		return parameters.build().sorted(Comparator.comparing(CommandParameter::isInherited)).toList();
	}

	private static Object prototype(final CommandInfo info) {
		try {
			return info.createInstance();
		}
		catch (final Exception e) {
			throw new IllegalStateException(info.getDelegateClassName() + " needs a public constructor without arguments", e);
		}
	}

	private static boolean isInjected(final Class<?> type) {
		return Service.class.isAssignableFrom(type) || Context.class.isAssignableFrom(type);
	}

	/** Whether all commands have it, because {@link MCommand} declares it. */
	public boolean isInherited() {
		return field().getDeclaringClass() == MCommand.class;
	}

	private Parameter declaration() {
		return item.getParameter();
	}

	private Field field() {
		return item.getField();
	}

	/** The field's name, which is the key in macros and scripts. */
	public String key() {
		return item.getName();
	}

	/** The label in dialogs; the key if there is none. */
	public String label() {
		return declaration().label().isEmpty() ? key() : declaration().label();
	}

	/** What the parameter means. */
	public String description() {
		return declaration().description();
	}

	/** What the option of the command line does. */
	public String optionDescription() {
		final String own = item.get(CLI_DESCRIPTION);
		return own == null ? description() : own;
	}

	/** Type of the value. */
	public Class<?> type() {
		return item.getType();
	}

	/** Value in a command that was not touched; may be {@code null}. */
	public Object initial() {
		return initial;
	}

	/** Whether this is no value but a line of text that heads the inputs after it. */
	public boolean isHeading() {
		return declaration().visibility() == ItemVisibility.MESSAGE;
	}

	/** Whether dialogs leave it out. */
	public boolean isInvisible() {
		return declaration().visibility() == ItemVisibility.INVISIBLE;
	}

	/** Whether Fiji keeps the last value for the next dialog. */
	public boolean isPersisted() {
		return declaration().persist();
	}

	/** Whether it is on or off. */
	public boolean isSwitch() {
		return type() == boolean.class || type() == Boolean.class;
	}

	/** Names of the option on the command line; empty if it has none. */
	public List<String> options() {
		final String names = item.get(CLI);
		if (names == null || names.isBlank()) return List.of();
		return Arrays.stream(names.split(",")).map(String::trim).toList();
	}

	/** Whether an output is shown in the shell. */
	public boolean isShownInShell() {
		return item.get(CLI) == null || !item.get(CLI).isEmpty();
	}

	/** Whether an output is left out of what people read. */
	public boolean isJsonOnly() {
		return item.is(CLI_JSON_ONLY);
	}

	/** The longest option name; the key if there is no option. */
	public String option() {
		return options().stream().max(Comparator.comparingInt(String::length)).orElse(key());
	}

	/**
	 * The name of a result on the command line: that of the attribute {@code cli} if it is there, else the key as the command
	 * line writes names, so that {@code globalResolution} is {@code global_resolution}.
	 */
	public String shellKey() {
		final String own = item.get(CLI);
		return own != null ? own : key().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
	}

	/** How messages name it, with label and option. */
	public String title() {
		return options().isEmpty() ? label() : label() + " (" + option() + ")";
	}

	/** Least value of a number. */
	public OptionalDouble minimum() {
		return bound(declaration().min());
	}

	/** Greatest value of a number. */
	public OptionalDouble maximum() {
		return bound(declaration().max());
	}

	/** The range in words, with a space before, e.g. {@code " from 1 to 99"}; empty if there are no bounds. */
	public String rangeText() {
		final OptionalDouble least = minimum();
		final OptionalDouble most = maximum();
		if (least.isPresent() && most.isPresent()) return " from " + number(least) + " to " + number(most);
		if (least.isPresent()) return " at least " + number(least);
		return most.isPresent() ? " at most " + number(most) : "";
	}

	private static String number(final OptionalDouble bound) {
		final double value = bound.getAsDouble();
		return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
	}

	private static OptionalDouble bound(final String text) {
		return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
	}

	/** The values that are allowed; empty if any is. */
	public List<String> choices() {
		if (type().isEnum()) return Arrays.stream(type().getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
		return List.of(declaration().choices());
	}

	/** What kind of file is meant: contains {@code open}, {@code save} or {@code directory}; empty if not told. */
	public String style() {
		return declaration().style();
	}

	/** Whether a value must be there. */
	public boolean isRequired() {
		return declaration().required();
	}

	/** Whether the command line must give it: it is required and the initial value cannot stand for it. */
	public boolean isRequiredOption() {
		if (isHeading() || isSwitch()) return false;
		return item.is(CLI_REQUIRED) || isRequired() && (isAbsent(initial) || !isInRange(initial));
	}

	/** Whether a number is neither below the least nor above the greatest value; true for all that is not a number. */
	public boolean isInRange(final Object value) {
		if (!(value instanceof Number number)) return true;
		final double x = number.doubleValue();
		return x >= minimum().orElse(Double.NEGATIVE_INFINITY) && x <= maximum().orElse(Double.POSITIVE_INFINITY);
	}

	/** Whether a value stands for nothing given: {@code null}, an empty text or an empty path. */
	public static boolean isAbsent(final Object value) {
		return value == null || value instanceof String text && text.isBlank() || value instanceof File file && file.getPath()
			.isBlank();
	}

	/** The value in a command. */
	public Object value(final Object command) {
		return ClassUtils.getValue(field(), command);
	}

	/** Sets the value in a command. */
	public void set(final Object command, final Object value) {
		ClassUtils.setValue(field(), command, value);
	}
}
