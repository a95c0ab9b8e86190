package com.lunogram.spring.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import com.lunogram.spring.boot.actuate.ActionDescriptor;
import com.lunogram.spring.boot.actuate.DeadLettersDescriptor;
import com.lunogram.spring.boot.actuate.DeliveryDescriptor;
import com.lunogram.spring.boot.actuate.LunogramEndpoint;
import com.lunogram.spring.boot.actuate.LunogramEndpointWebExtension;
import com.lunogram.spring.boot.autoconfigure.CustomerIoClientBuilderCustomizer;
import com.lunogram.spring.boot.autoconfigure.CustomerIoProperties;
import com.lunogram.spring.boot.autoconfigure.LunogramAutoConfiguration;
import com.lunogram.spring.boot.autoconfigure.LunogramClientBuilderCustomizer;
import com.lunogram.spring.boot.autoconfigure.LunogramConnectionDetails;
import com.lunogram.spring.boot.autoconfigure.LunogramEnrichers;
import com.lunogram.spring.boot.autoconfigure.LunogramProperties;
import com.lunogram.spring.boot.health.CustomerIoHealthIndicator;
import com.lunogram.spring.boot.health.CustomerIoTraffic;
import com.lunogram.spring.boot.health.LunogramHealthIndicator;
import com.lunogram.spring.boot.health.LunogramTraffic;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Condition;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the starter is built as Spring Boot's own modules are.
 */
@AnalyzeClasses(packages = "com.lunogram.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class StarterConventionTests {

	private static final String IMPORTS = "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

	/** What applications name below com.lunogram.spring.boot; all else stays inside. */
	private static final Set<Class<?>> PUBLIC = Set.of(LunogramProperties.class, LunogramConnectionDetails.class,
			LunogramClientBuilderCustomizer.class, CustomerIoProperties.class, CustomerIoClientBuilderCustomizer.class,
			CustomerIoHealthIndicator.class, CustomerIoTraffic.class, LunogramHealthIndicator.class,
			LunogramTraffic.class, LunogramEnrichers.class, LunogramEndpoint.class, LunogramEndpointWebExtension.class,
			DeliveryDescriptor.class, DeadLettersDescriptor.class, ActionDescriptor.class);

	@ArchTest
	static final ArchRule autoConfigurationsAreFinalAndNamedSo = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration")
		.andShould()
		.resideInAPackage("com.lunogram.spring.boot.autoconfigure");

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicMembers = noMethods().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic();

	@ArchTest
	static final ArchRule beanMethodsAreForTheContainerOnly = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.bePackagePrivate();

	@ArchTest
	static final ArchRule beanMethodsAreNotConditionalOnClasses = noMethods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.beMetaAnnotatedWith(ConditionalOnClass.class);

	@ArchTest
	static final ArchRule conditionsStayInside = classes().that()
		.implement(Condition.class)
		.should()
		.notBePublic()
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule nothingIsScanned = noClasses().should().beMetaAnnotatedWith(ComponentScan.class);

	@ArchTest
	static final ArchRule onlyWhatApplicationsNameIsPublic = classes().that()
		.resideInAPackage("com.lunogram.spring.boot..")
		.and(areTopLevelClasses())
		.and()
		.areNotAnnotatedWith(AutoConfiguration.class)
		.and()
		.doNotBelongToAnyOf(PUBLIC.toArray(Class<?>[]::new))
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = SlicesRuleDefinition.slices()
		.matching("com.lunogram.(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule onlyAutoConfigurationAndContainersKnowAutoConfiguration = noClasses().that()
		.resideOutsideOfPackages("com.lunogram.spring.boot.autoconfigure", "com.lunogram.spring.boot.testcontainers",
				"com.lunogram.spring.boot.docker.compose")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("com.lunogram.spring.boot.autoconfigure");

	@ArchTest
	static final ArchRule caseIsChangedWithLocale = noClasses().should()
		.callMethod(String.class, "toLowerCase")
		.orShould()
		.callMethod(String.class, "toUpperCase");

	@ArchTest
	static void autoConfigurationsAreListedInOrder(JavaClasses classes) {
		List<String> expected = classes.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.sorted()
			.toList();
		assertThat(imports()).isNotEmpty().containsExactlyElementsOf(expected);
	}

	@ArchTest
	static void packagesAreNullMarked(JavaClasses classes) {
		assertThat(classes.stream().map(JavaClass::getPackage).distinct()).isNotEmpty()
			.allMatch((type) -> type.isAnnotatedWith(NullMarked.class));
	}

	private static DescribedPredicate<JavaClass> areTopLevelClasses() {
		return DescribedPredicate.describe("are top-level classes", JavaClass::isTopLevelClass);
	}

	private static List<String> imports() {
		try (InputStream file = LunogramAutoConfiguration.class.getClassLoader().getResourceAsStream(IMPORTS)) {
			return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> line.startsWith("com.lunogram."))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
