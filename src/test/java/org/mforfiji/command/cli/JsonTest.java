package org.mforfiji.command.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class JsonTest {

	record Curve(double[] values, Optional<String> foundName) {}

	@Test
	void valuesOfAllKinds() {
		assertEquals("null", Json.text(null));
		assertEquals("[1, 2.5, true, null, null]", Json.text(Arrays.asList(1, 2.5, true, null, Double.NaN)));
		assertEquals("\"/data/a b\"", Json.text(Path.of("/data/a b")));
		assertEquals("{\"values\": [0.143, 1.0E-5], \"found_name\": \"x\"}", Json.text(new Curve(new double[] { 0.143, 1e-5 },
			Optional.of("x"))));
		assertEquals("{\"a\": {\"b\": []}}", Json.text(Map.of("a", Map.of("b", List.of()))));
	}

	@Test
	void textsAreEscaped() {
		assertEquals("\"say \\\"Å\\\" \\\\ \\n\\t\\u0001\"", Json.text("say \"Å\" \\ \n\t\u0001"));
	}
}
