package com.lunogram.customerio;

import org.jspecify.annotations.Nullable;

/**
 * Where the workspace of a client's credentials lives.
 *
 * @param region the region
 * @param url host of the Track API there; {@code null} if the answer does not say
 * @param environmentId number of the workspace; {@code null} if the answer does not say
 */
public record AccountRegion(CustomerIoRegion region, @Nullable String url, @Nullable Long environmentId) {

}
