package com.lunogram.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import com.lunogram.model.SubjectType;

import org.springframework.core.annotation.AliasFor;

/**
 * Emits an event to Lunogram: on a <em>method</em> of a bean, whenever it was called; on
 * a <em>class, record or interface</em>, whenever an object of that type is published
 * with {@link org.springframework.context.ApplicationEventPublisher}.
 *
 * <pre class="code">
 * &#064;LunogramEvent(name = "order.completed", user = "#order.customerId",
 *         data = "{total: #order.total, id: #result.id}", condition = "#order.total &gt; 0")
 * public Receipt complete(Order order) { ... }
 *
 * &#064;LunogramEvent(name = "order.completed", user = "customerId")
 * public record OrderCompleted(String customerId, BigDecimal total) { }
 * </pre>
 *
 * It is repeatable, and may stand on an annotation of your own, whose attributes then
 * stand in for its attributes by {@link AliasFor}. It is found on the method itself, on
 * one that it overrides and on one of an interface that it implements; for types, on the
 * type itself, its superclasses and its interfaces. Where several of these carry it, the
 * nearest counts alone.
 *
 * <h2>Expressions</h2> {@link #user}, {@link #organization}, {@link #match},
 * {@link #data} and {@link #condition} are expressions of the Spring Expression Language.
 * They are parsed and checked when the application starts: one that is broken, or that
 * names a variable that does not exist, stops the start and says where it stands. What
 * they may use:
 * <table>
 * <caption>Variables of the expressions</caption> <thead>
 * <tr>
 * <th>on a method</th>
 * <th>on a type</th>
 * <th>is</th>
 * </tr>
 * </thead> <tbody>
 * <tr>
 * <td>{@code #order}</td>
 * <td></td>
 * <td>the parameter of that name; names are those of the method that carries the
 * annotation. The names {@code result} and {@code error} are taken</td>
 * </tr>
 * <tr>
 * <td>{@code #p0}, {@code #a0}</td>
 * <td></td>
 * <td>a parameter by its position</td>
 * </tr>
 * <tr>
 * <td>{@code #result}</td>
 * <td></td>
 * <td>what the method returned, or what its {@code CompletionStage}, {@code Mono} or
 * suspending function completed with; {@code null} after a failure</td>
 * </tr>
 * <tr>
 * <td>{@code #error}</td>
 * <td></td>
 * <td>what the method threw; {@code null} after a success</td>
 * </tr>
 * <tr>
 * <td>{@code #root.target}, {@code .method}, {@code .args}</td>
 * <td></td>
 * <td>the bean, the method and its arguments</td>
 * </tr>
 * <tr>
 * <td></td>
 * <td>{@code customerId}, {@code #root}, {@code #event}</td>
 * <td>a property of the published object, and that object itself</td>
 * </tr>
 * <tr>
 * <td>{@code @name}</td>
 * <td>{@code @name}</td>
 * <td>the bean of that name</td>
 * </tr>
 * </tbody>
 * </table>
 * Mind the quotes: a fixed value is written {@code "'user-1'"}.
 *
 * <h2>When it is emitted</h2> The expressions are evaluated when the method returns, and
 * the event is handed to the {@link com.lunogram.delivery.LunogramPublisher} at once, or,
 * while a transaction is active, after its commit. The event of a success is not emitted
 * if the transaction rolls back; with {@link On#FAILURE} and {@link On#ANY} it is emitted
 * however the transaction ends. This advice runs inside that of {@code @Transactional} on
 * the same method, so that lazily loaded data can still be read. Reactive transactions
 * are not waited for.
 * <p>
 * For a method that returns a {@code CompletionStage}, this is when the stage completes;
 * the caller gets the stage of the method itself. With Project Reactor on the class path,
 * {@code Mono}, {@code Flux} and the types that Spring can adapt to them (such as
 * Kotlin's {@code Flow}) emit once for each subscription that completes; a cancelled one
 * emits nothing. The elements of a stream of many are not collected, so that it has no
 * {@code #result}. Kotlin's suspending functions emit when they complete. The current
 * user is then the one of the thread that called or subscribed.
 * <p>
 * Nothing of this ever breaks or delays the method: an event that cannot be emitted, be
 * it for a failing expression, for the lack of a user or for a failing publisher, is
 * reported by a warning in the log, at most one a minute for each method.
 *
 * <h2>What must be kept in mind</h2> As with every advice of Spring, the call must come
 * through the bean's proxy: a method that is called on {@code this} emits nothing.
 * Private and static methods cannot be intercepted, nor can final ones or final classes
 * (unless by an interface and {@code spring.aop.proxy-target-class=false}): the start
 * fails where they carry this annotation.
 *
 * @see LunogramSubjectResolver
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE })
@Repeatable(LunogramEvents.class)
public @interface LunogramEvent {

	/**
	 * Name of the event, as {@link #name} is.
	 * @return the name
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * Name of the event, by convention {@code noun.verb}, in which <code>${...}</code>
	 * placeholders are replaced. This is no expression.
	 * @return the name
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * Expression for the user to whom it happened: text, a number, a {@code UUID} or an
	 * {@link com.lunogram.model.ExternalId}, or a collection or array of these that are
	 * all identifiers of that <em>one</em> user. Left out, it is the current user, as the
	 * {@link LunogramSubjectResolver} has it. An event without a user, because this is
	 * {@code null} or because nobody is signed in, is not emitted. Excludes
	 * {@link #organization} and {@link #match}.
	 * @return the expression
	 */
	String user() default "";

	/**
	 * Expression for the organization to which it happened, of the same types as
	 * {@link #user}, which it excludes, as it does {@link #match}.
	 * @return the expression
	 */
	String organization() default "";

	/**
	 * Expression for a map that selects the subjects to whom it happened by their data:
	 * all whose data contain these pairs. It must not be empty, as that would hit
	 * everybody. Excludes {@link #user} and {@link #organization}.
	 * @return the expression
	 */
	String match() default "";

	/**
	 * What {@link #match} selects: users, unless told otherwise.
	 * @return the type of the subjects
	 */
	SubjectType subject() default SubjectType.USER;

	/**
	 * Expression for what happened: a map, or a record or bean that Jackson writes as a
	 * JSON object. Left out, or {@code null}, a method's event carries no data; left out
	 * on a type, the published object itself is the data.
	 * @return the expression
	 */
	String data() default "";

	/**
	 * Expression that must be {@code true} for the event to be emitted. Left out, it
	 * always is.
	 * @return the expression
	 */
	String condition() default "";

	/**
	 * Which outcome of the method emits the event; on a type, leave it alone.
	 * @return the outcome
	 */
	On on() default On.SUCCESS;

	/**
	 * Outcomes of a method.
	 */
	enum On {

		/** The method returned, and what it returned completed normally. */
		SUCCESS,

		/** The method threw, or what it returned completed with an error. */
		FAILURE,

		/** Either of them. */
		ANY;

		boolean includes(boolean failure) {
			return this == ANY || failure == (this == FAILURE);
		}

	}

}
