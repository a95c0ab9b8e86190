package com.lunogram.customerio;

/**
 * Where Customer.io keeps the data of an account.
 */
public enum CustomerIoRegion {

	/** The United States, which is what an account has unless it has chosen. */
	US,

	/** The European Union. */
	EU

}
