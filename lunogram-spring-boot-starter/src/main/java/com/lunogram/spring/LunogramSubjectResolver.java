package com.lunogram.spring;

import java.util.Collection;

import com.lunogram.model.ExternalId;

/**
 * Tells who the current user is, for every {@link LunogramEvent} that leaves
 * {@link LunogramEvent#user() user} out. An application that knows better than the
 * default declares a bean of this type. The default asks Spring Security, where that is
 * on the class path, and takes the name of whoever is signed in for the identifier of a
 * user; nobody and anonymous are no user.
 */
@FunctionalInterface
public interface LunogramSubjectResolver {

	/**
	 * The current user. This is called in the thread in which the annotated method was
	 * called, each time that an event needs it.
	 * @return identifiers of that one user; empty if there is none
	 */
	Collection<ExternalId> currentUser();

}
