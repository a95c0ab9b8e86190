package com.lunogram.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import com.lunogram.LunogramClient;
import com.lunogram.delivery.EventEnricher;
import com.lunogram.delivery.LunogramPublisher;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Records what the application under test publishes instead of delivering it: no server,
 * no network and no API key are needed. It goes on a test class beside
 * {@code @SpringBootTest}, or beside one of the annotations that start a slice of the
 * application, such as {@code @WebMvcTest} or {@code @DataJpaTest}. <pre>{@code
 * void announcesAnOrder(RecordedWrites writes) {
 *     this.orders.place("c-1", 12.5);
 *     assertThat(writes).hasUserEvent("order.placed").forUser("c-1").withData("total", 12.5);
 * }
 * }</pre>
 * <p>
 * {@link RecordedWrites} is a bean and can be a parameter of test and lifecycle methods.
 * It is empty at the start of each test. Whatever is published counts, from whatever
 * thread, by {@link com.lunogram.spring.LunogramEvent @LunogramEvent} or by
 * {@link LunogramPublisher}: serialised, checked, and enriched by each
 * {@link EventEnricher} as it would be in production. What waits for a commit, or is
 * stored in an outbox, is recorded when its transaction is committed.
 * <p>
 * A {@link LunogramClient} is there too, but has nobody to talk to: its calls fail with
 * an {@link IllegalStateException}, and none is recorded. Together with
 * {@link EnableLunogramServer @EnableLunogramServer} they reach that server.
 *
 * @see RecordedWrites
 * @see EnableLunogramServer
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@ExtendWith(LunogramParameterResolver.class)
public @interface AutoConfigureLunogramRecorder {

}
