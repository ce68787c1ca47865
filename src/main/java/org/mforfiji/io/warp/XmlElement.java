package org.mforfiji.io.warp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One element of an XML file of Warp or M with everything below it: attributes in file order, child elements in file
 * order, or a text. Immutable, thus thread-safe; every {@code with…} returns a changed copy that shares the rest. Whatever
 * a program does not understand stays in the tree and is written again.
 */
public final class XmlElement {

	/** Name of the pseudo element that holds an XML comment as its text. */
	static final String COMMENT = "#comment";

	private final String name;
	private final String[] attributes;
	private final List<XmlElement> children;
	private final String text;

	/**
	 * @param attributes name, value, name, value, …; taken over without copying
	 * @param text the text of an element without children; else empty
	 */
	XmlElement(final String name, final String[] attributes, final List<XmlElement> children, final String text) {
		this.name = name;
		this.attributes = attributes;
		this.children = List.copyOf(children);
		this.text = text;
	}

	/**
	 * An element without children or text.
	 *
	 * @param attributes name, value, name, value, …
	 */
	public static XmlElement of(final String name, final String... attributes) {
		return new XmlElement(name, attributes.clone(), List.of(), "");
	}

	/** The {@code Param} element in which Warp and M store a scalar property. */
	public static XmlElement param(final String name, final String value) {
		return of("Param", "Name", name, "Value", value);
	}

	public String name() {
		return name;
	}

	/** The text of an element without children, as in the file; empty if there is none. */
	public String text() {
		return text;
	}

	/** The child elements in file order. */
	public List<XmlElement> children() {
		return children;
	}

	/** Number of attributes. */
	int attributeCount() {
		return attributes.length / 2;
	}

	String attributeName(final int i) {
		return attributes[2 * i];
	}

	String attributeValue(final int i) {
		return attributes[2 * i + 1];
	}

	/** The value of an attribute, which may be an empty text; empty if the element does not have it. */
	public Optional<String> attribute(final String attribute) {
		for (int i = 0; i < attributes.length; i += 2)
			if (attributes[i].equals(attribute)) return Optional.of(attributes[i + 1]);
		return Optional.empty();
	}

	/** The value of an attribute, or {@code ifMissing} where it is missing or empty. */
	public String attribute(final String attribute, final String ifMissing) {
		return attribute(attribute).filter(value -> !value.isEmpty()).orElse(ifMissing);
	}

	/** The first direct child of that name. */
	public Optional<XmlElement> child(final String childName) {
		return children.stream().filter(child -> child.name.equals(childName)).findFirst();
	}

	/** All direct children of that name. */
	public List<XmlElement> children(final String childName) {
		return children.stream().filter(child -> child.name.equals(childName)).toList();
	}

	/** The first element of that name anywhere below this one, in file order. */
	public Optional<XmlElement> find(final String elementName) {
		return Optional.ofNullable(firstBelow(elementName));
	}

	private XmlElement firstBelow(final String elementName) {
		for (final XmlElement child : children) {
			if (child.name.equals(elementName)) return child;
			final XmlElement below = child.children.isEmpty() ? null : child.firstBelow(elementName);
			if (below != null) return below;
		}
		return null;
	}

	/** With that attribute changed, or appended if it is new. */
	public XmlElement withAttribute(final String attribute, final String value) {
		for (int i = 0; i < attributes.length; i += 2)
			if (attributes[i].equals(attribute)) {
				final String[] changed = attributes.clone();
				changed[i + 1] = value;
				return new XmlElement(name, changed, children, text);
			}
		final String[] longer = Arrays.copyOf(attributes, attributes.length + 2);
		longer[attributes.length] = attribute;
		longer[attributes.length + 1] = value;
		return new XmlElement(name, longer, children, text);
	}

	/** With that text instead of text and children. */
	public XmlElement withText(final String newText) {
		return new XmlElement(name, attributes, List.of(), newText);
	}

	/** With these children instead of children and text. */
	public XmlElement withChildren(final List<XmlElement> newChildren) {
		return new XmlElement(name, attributes, newChildren, "");
	}

	/** With one more child at the end. */
	public XmlElement plus(final XmlElement child) {
		final List<XmlElement> more = new ArrayList<>(children);
		more.add(child);
		return withChildren(more);
	}

	/**
	 * With the first direct child of the same name replaced by {@code child}; where there is none, it goes to the place
	 * that {@code order} gives it: before the first child whose name comes later in the list.
	 */
	public XmlElement withChild(final XmlElement child, final List<String> order) {
		final List<XmlElement> changed = new ArrayList<>(children);
		for (int i = 0; i < changed.size(); i++)
			if (changed.get(i).name.equals(child.name)) {
				changed.set(i, child);
				return withChildren(changed);
			}
		final int rank = order.indexOf(child.name);
		int place = changed.size();
		for (int i = changed.size() - 1; rank >= 0 && i >= 0; i--)
			if (order.indexOf(changed.get(i).name) > rank) place = i;
		changed.add(place, child);
		return withChildren(changed);
	}

	/** With the direct {@code Param} of that name set to {@code value}; a new one goes behind the last Param. */
	public XmlElement withParam(final String param, final String value) {
		final List<XmlElement> changed = new ArrayList<>(children);
		int end = 0;
		for (int i = 0; i < changed.size(); i++) {
			final XmlElement child = changed.get(i);
			if (!child.name.equals("Param")) continue;
			end = i + 1;
			if (child.attribute("Name", "").equals(param)) {
				changed.set(i, child.withAttribute("Value", value));
				return withChildren(changed);
			}
		}
		changed.add(end, param(param, value));
		return withChildren(changed);
	}

	/** Equal trees: same names, texts and children in the same order, same attributes in any order. */
	@Override
	public boolean equals(final Object other) {
		if (this == other) return true;
		if (!(other instanceof final XmlElement that)) return false;
		if (!name.equals(that.name) || !text.equals(that.text) || attributes.length != that.attributes.length) return false;
		for (int i = 0; i < attributes.length; i += 2)
			if (!Optional.of(attributes[i + 1]).equals(that.attribute(attributes[i]))) return false;
		return children.equals(that.children);
	}

	@Override
	public int hashCode() {
		return Objects.hash(name, text, attributes.length, children);
	}

	@Override
	public String toString() {
		return "<" + name + "> with " + children.size() + " children";
	}
}
