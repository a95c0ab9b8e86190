package com.lunogram.model;

/**
 * How many visible messages, archived ones left out, an inbox holds.
 *
 * @param unread those not yet read
 * @param total all of them
 */
public record InboxCount(int unread, int total) {
}
