package org.mforfiji.command.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.base.NearestNames;
import org.mforfiji.command.CommandParameter;
import org.mforfiji.command.MCommand;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The options of one verb, generated from the declaration of its command, and the values that were given. */
final class CommandLineOptions {

	private static final int HELP_WIDTH = 110;
	private static final String COMMON = "Options of every command";

	private final CommandInfo info;
	private final List<CommandParameter> inputs;
	private final Map<CommandParameter, Object> given = new LinkedHashMap<>();
	private final CommandLine parser;
	private boolean json;
	private boolean debug;
	private boolean help;
	private boolean version;

	CommandLineOptions(final CommandInfo info) {
		this.info = info;
		this.inputs = CommandParameter.inputs(info);
		this.parser = new CommandLine(specification());
	}

	String verb() {
		return info.getName();
	}

	boolean isJson() {
		return json;
	}

	boolean isDebug() {
		return debug;
	}

	boolean isHelpAsked() {
		return help;
	}

	boolean isVersionAsked() {
		return version;
	}

	/** The help text of the verb. */
	String help() {
		return new CommandLine(specification()).setSeparator(" ").getUsageMessage(Ansi.OFF);
	}

	/**
	 * Reads the values.
	 *
	 * @throws MException in words, for an unknown option, a value that does not fit or a missing option
	 */
	void parse(final List<String> args) {
		// picocli reads what stands before a mistake only, and the answer to a mistake depends on these
		json = args.contains("--json");
		debug = args.contains("--debug");
		try {
			parser.parseArgs(args.toArray(String[]::new));
		}
		catch (final UnmatchedArgumentException unmatched) {
			throw KnownFromM.options(verb(), unmatched.getUnmatched()).orElseGet(() -> unknown(unmatched.getUnmatched().get(0)));
		}
		catch (final ParameterException wrong) {
			throw new MException(wrong.getMessage().replaceAll("\\.$", ""), "", remedy(wrong), wrong);
		}
		if (help || version) return;
		for (final CommandParameter input : inputs)
			if (input.isRequiredOption() && !input.options().isEmpty() && !given.containsKey(input)) throw missing(input);
	}

	/** What the option wants, if it is known which is meant. */
	private String remedy(final ParameterException wrong) {
		final ArgSpec meant = wrong instanceof MissingParameterException missing && !missing.getMissing().isEmpty() ? missing
			.getMissing().get(0) : wrong.getArgSpec();
		if (!(meant instanceof OptionSpec option)) return "";
		return inputs.stream().filter(input -> input.options().contains(option.longestName())).findFirst().map(input -> "Give " +
			input.option() + (input.isSwitch() ? "" : " " + label(input)) + ": " + OptionText.description(input)).orElse("");
	}

	private static MException missing(final CommandParameter input) {
		return new MException("The option " + String.join(" or ", input.options()) + " is missing", "", "Give " + input
			.option() + " " + label(input) + ": " + input.optionDescription());
	}

	private MException unknown(final String argument) {
		if (!argument.startsWith("-")) return new MException("'" + argument + "' belongs to no option", "",
			"Values follow their option, e.g. " + inputs.stream().filter(i -> !i.isSwitch() && !i.options().isEmpty()).map(
				CommandParameter::option).findFirst().orElse("--name") + " " + argument);
		final List<String> names = inputs.stream().flatMap(i -> i.options().stream()).collect(Collectors.toList());
		names.addAll(List.of("--help", "--json", "--debug", "--version"));
		return new MException(verb() + " has no option " + argument, "", "The nearest is " + NearestNames.of(argument
			.replaceFirst("=.*", ""), names, 1).get(0));
	}

	/** A command with the given values, and the services that it asks for. */
	MCommand command() {
		final MCommand command;
		try {
			command = (MCommand) info.createInstance();
		}
		catch (final Exception e) {
			throw new IllegalStateException("Cannot make the command " + info.getDelegateClassName(), e);
		}
		given.forEach((input, value) -> input.set(command, value));
		context().inject(command);
		return command;
	}

	/** Start-up takes long with all services, so only those that the command declares are there. */
	private Context context() {
		final List<Class<? extends Service>> services = new ArrayList<>();
		for (final ModuleItem<?> item : info.inputs())
			if (Service.class.isAssignableFrom(item.getType())) services.add(item.getType().asSubclass(Service.class));
		return services.isEmpty() ? new Context(true, true) : new Context(services);
	}

	private CommandSpec specification() {
		final CommandSpec spec = CommandSpec.create().name("m " + verb());
		spec.usageMessage().width(HELP_WIDTH).sortOptions(false).description(escape(info.getDescription())).customSynopsis(
			synopsis()).descriptionHeading("%n").optionListHeading("%n").footer("%nIn Fiji: " + menu());
		spec.parser().caseInsensitiveEnumValuesAllowed(true);
		ArgGroupSpec.Builder group = null;
		int order = 0;
		for (final CommandParameter input : inputs) {
			if (input.isHeading()) {
				addGroup(spec, group);
				group = group(String.valueOf(input.initial()), order++);
			}
			else if (input.isInherited() || input.options().isEmpty()) continue;
			else if (group == null) spec.addOption(option(input));
			else group.addArg(option(input));
		}
		addGroup(spec, group);
		addGroup(spec, common(order));
		return spec;
	}

	private static void addGroup(final CommandSpec spec, final ArgGroupSpec.Builder group) {
		if (group != null && !group.args().isEmpty()) spec.addArgGroup(group.build());
	}

	private static ArgGroupSpec.Builder group(final String heading, final int order) {
		return ArgGroupSpec.builder().heading("%n" + escape(heading) + ":%n").exclusive(false).validate(false).multiplicity(
			"0..1").order(order);
	}

	private ArgGroupSpec.Builder common(final int order) {
		final ArgGroupSpec.Builder group = group(COMMON, order);
		for (final CommandParameter input : inputs)
			if (input.isInherited() && !input.options().isEmpty()) group.addArg(option(input));
		group.addArg(flag("--json", "Print the results as JSON, all else to the error stream", value -> json = value));
		group.addArg(flag("--debug", "Print the place in the program when something fails", value -> debug = value));
		final boolean free = inputs.stream().noneMatch(i -> i.options().contains("-h"));
		group.addArg(flag(free ? "-h,--help" : "--help", "Show this help", value -> help = value));
		group.addArg(flag("--version", "Show the version", value -> version = value));
		return group;
	}

	private interface Setter {

		void set(boolean value);
	}

	private static OptionSpec flag(final String names, final String description, final Setter setter) {
		return OptionSpec.builder(names.split(",")).type(boolean.class).arity("0").description(description).setter(
			new CommandLine.Model.ISetter() {

				@Override
				public <T> T set(final T value) {
					setter.set(Boolean.TRUE.equals(value));
					return value;
				}
			}).build();
	}

	private OptionSpec option(final CommandParameter input) {
		final OptionSpec.Builder option = OptionSpec.builder(input.options().toArray(String[]::new)).type(input.type());
		option.arity(input.isSwitch() ? "0" : "1").description(escape(OptionText.description(input)));
		if (!input.isSwitch()) option.paramLabel(label(input));
		return option.setter(new CommandLine.Model.ISetter() {

			@Override
			public <T> T set(final T value) {
				if (value != null) given.put(input, input.isSwitch() ? !Boolean.TRUE.equals(input.initial()) : value);
				return value;
			}
		}).build();
	}

	private static String label(final CommandParameter input) {
		return OptionText.label(input);
	}

	private String synopsis() {
		final String required = inputs.stream().filter(i -> i.isRequiredOption() && !i.options().isEmpty()).map(i -> i
			.option() + " " + label(i) + " ").collect(Collectors.joining());
		return escape("m " + verb() + " " + required + "[options]");
	}

	private String menu() {
		return escape(info.getMenuPath().getMenuString());
	}

	private static String escape(final String text) {
		return text.replace("%", "%%");
	}
}
