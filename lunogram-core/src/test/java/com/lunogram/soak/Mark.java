package com.lunogram.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a write of the soak says of itself, in a value of its data.
 *
 * @param group the group of subjects that it is about; no two groups share a subject
 * @param number its place in the order of publishing within the group, from 1
 * @param bad whether the server is to refuse it
 * @param subjects whom it concerns
 */
record Mark(int group, int number, boolean bad, List<String> subjects) {

	private static final Pattern TEXT = Pattern.compile("~(\\d+):(\\d+):(good|bad):([\\w,-]+)~");

	String text() {
		return "~" + this.group + ":" + this.number + ":" + (this.bad ? "bad" : "good") + ":"
				+ String.join(",", this.subjects) + "~";
	}

	/** All marks in a JSON text, in their order. */
	static List<Mark> in(String json) {
		List<Mark> marks = new ArrayList<>();
		Matcher matcher = TEXT.matcher(json);
		while (matcher.find()) {
			marks.add(new Mark(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
					matcher.group(3).equals("bad"), List.of(matcher.group(4).split(",", -1))));
		}
		return marks;
	}

	long key() {
		return ((long) this.group << Integer.SIZE) | this.number;
	}

}
