package com.lunogram.sample;

import org.jspecify.annotations.Nullable;

/**
 * How delivery is doing, as the page shows it.
 *
 * @param lunogram delivery to Lunogram
 * @param mirror delivery of the same to Customer.io; {@code null} if nothing is mirrored
 * @param behaviour how the stand-in behaves; {@code null} if there is none
 */
record DeliveryNumbers(SideNumbers lunogram, @Nullable MirrorNumbers mirror, @Nullable StandInBehaviour behaviour) {

	/**
	 * How the mirror is doing.
	 *
	 * @param side delivery to Customer.io
	 * @param leftOut how many writes did not go there, and will not
	 * @param reasons why not, with the number for each reason; empty if all went
	 */
	record MirrorNumbers(SideNumbers side, long leftOut, String reasons) {
	}

}
