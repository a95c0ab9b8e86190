package com.lunogram.model;

/**
 * What a push device runs.
 */
public enum DeviceOs {

	/** A browser. */
	WEB,

	/** An Apple device. */
	IOS,

	/** An Android device. */
	ANDROID

}
