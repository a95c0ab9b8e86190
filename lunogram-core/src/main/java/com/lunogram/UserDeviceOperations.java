package com.lunogram;

import com.lunogram.model.DeviceRegistration;

/**
 * Push devices of users.
 */
public final class UserDeviceOperations {

	private final ApiCaller caller;

	UserDeviceOperations(ApiCaller caller) {
		this.caller = caller;
	}

	/**
	 * Registers a device, or updates it. A device that another user holds moves to this
	 * one.
	 * @param device the device
	 * @throws NotFoundException if the server knows no such user
	 * @throws LunogramException if the server refuses the call or cannot be reached
	 */
	public void register(DeviceRegistration device) {
		this.caller.write(device);
	}

}
