package com.lunogram.delivery;

/**
 * What happens to events when nobody can tell whether the server has taken them: the
 * answer did not come in time, the connection broke, or the server failed midway. The API
 * cannot tell duplicates. What has a key of its own, such as an upsert, is repeated in
 * any case.
 */
public enum OnDoubt {

	/** They are sent again: none is lost, some may count twice. */
	RETRY,

	/** They are set aside: none counts twice, some may be lost. */
	DROP

}
