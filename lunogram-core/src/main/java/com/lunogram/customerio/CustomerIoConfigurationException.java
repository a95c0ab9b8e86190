package com.lunogram.customerio;

/**
 * A client of Customer.io cannot be built as it is configured.
 */
public final class CustomerIoConfigurationException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String setting;

	private final String reason;

	private final String remedy;

	/**
	 * For what builds clients from settings.
	 * @param setting name of the setting that is wrong, such as {@code track-api-key}
	 * @param reason what is wrong with it: the end of a sentence that begins with the
	 * setting, without a full stop, and never the value of a secret
	 * @param remedy what to do about it, as a whole sentence
	 */
	public CustomerIoConfigurationException(String setting, String reason, String remedy) {
		super(setting + " " + reason + ". " + remedy);
		this.setting = setting;
		this.reason = reason;
		this.remedy = remedy;
	}

	/**
	 * Name of the setting that is wrong.
	 * @return the name, such as {@code site-id}, {@code track-api-key} or
	 * {@code track-base-url}
	 */
	public String setting() {
		return this.setting;
	}

	/**
	 * What is wrong with it.
	 * @return the end of a sentence that begins with the setting; never the value of a
	 * secret
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * What to do about it.
	 * @return a whole sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
