package com.lunogram.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Starts a {@link LunogramServer} on a free port and connects the application under test
 * to it, whatever its properties say about address and key. It goes on a test class
 * beside {@code @SpringBootTest} or an annotation that starts a slice. The server is a
 * bean and can be a parameter of test and lifecycle methods.
 * <p>
 * Before each test, the server is told to {@link LunogramServer#behave() behave}, what
 * still waits for delivery from the test before is given ten seconds to arrive, and then
 * the server {@link LunogramServer#clear() forgets} everything.
 * <p>
 * The application uses the paths with a project if {@code lunogram.project-id} is set,
 * and those without if it is not. A test that needs another server, such as one with auth
 * methods, defines a bean of its own: that one is used instead.
 *
 * @see LunogramServer
 * @see AutoConfigureLunogramRecorder
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@ExtendWith(LunogramParameterResolver.class)
public @interface EnableLunogramServer {

}
