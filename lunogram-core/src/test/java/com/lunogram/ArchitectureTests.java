package com.lunogram;

import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What may know what.
 */
@AnalyzeClasses(packages = "com.lunogram", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule importsRunOneWay = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("model")
		.definedBy("com.lunogram.model")
		.layer("http")
		.definedBy("com.lunogram.http")
		.layer("client")
		.definedBy("com.lunogram")
		.optionalLayer("delivery")
		.definedBy("com.lunogram.delivery")
		.optionalLayer("jdbc")
		.definedBy("com.lunogram.delivery.jdbc..")
		.optionalLayer("kafka")
		.definedBy("com.lunogram.delivery.kafka..")
		.layer("mirror")
		.definedBy("com.lunogram.mirror")
		.whereLayer("model")
		.mayNotAccessAnyLayer()
		.whereLayer("http")
		.mayOnlyAccessLayers("model")
		.whereLayer("client")
		.mayOnlyAccessLayers("http", "model")
		.whereLayer("delivery")
		.mayOnlyAccessLayers("client", "http", "model")
		.whereLayer("jdbc")
		.mayOnlyAccessLayers("delivery", "client", "http", "model")
		.whereLayer("kafka")
		.mayOnlyAccessLayers("delivery", "client", "http", "model")
		.whereLayer("mirror")
		.mayOnlyAccessLayers("delivery", "http", "model");

	@ArchTest
	static final ArchRule thereAreNoCycles = slices().matching("com.lunogram.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule everyPackageHasItsPlace = classes().should()
		.resideInAnyPackage("com.lunogram", "com.lunogram.http", "com.lunogram.model", "com.lunogram.delivery",
				"com.lunogram.delivery.jdbc", "com.lunogram.delivery.kafka", "com.lunogram.customerio",
				"com.lunogram.mirror");

	@ArchTest
	static final ArchRule thereIsNoSpringBoot = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot..");

	@ArchTest
	static final ArchRule modelsAreNothingButValues = classes().that()
		.resideInAPackage("com.lunogram.model")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "com.lunogram.model", "com.fasterxml.jackson.annotation",
				"org.jspecify.annotations");

	@ArchTest
	static final ArchRule customerIoKnowsNothingOfLunogram = noClasses().that()
		.resideInAPackage("com.lunogram.customerio..")
		.should()
		.dependOnClassesThat(resideInAPackage("com.lunogram..")
			.and(DescribedPredicate.not(resideInAnyPackage("com.lunogram.customerio", "com.lunogram.http"))));

	@ArchTest
	static final ArchRule whatBothClientsShareThrowsExceptionsOfNeither = noClasses().that()
		.resideInAPackage("com.lunogram.http")
		.should()
		.dependOnClassesThat(resideInAnyPackage("com.lunogram", "com.lunogram.customerio"));

	@ArchTest
	static final ArchRule lunogramKnowsNothingOfCustomerIo = noClasses().that()
		.resideOutsideOfPackages("com.lunogram.customerio..", "com.lunogram.mirror")
		.should()
		.dependOnClassesThat(resideInAPackage("com.lunogram.customerio.."));

	@ArchTest
	static final ArchRule nobodyKnowsTheMirror = noClasses().that()
		.resideOutsideOfPackage("com.lunogram.mirror")
		.should()
		.dependOnClassesThat(resideInAPackage("com.lunogram.mirror"));

	@ArchTest
	static final ArchRule databasesStayInTheirPackage = noClasses().that()
		.resideOutsideOfPackage("com.lunogram.delivery.jdbc..")
		.should()
		.dependOnClassesThat(resideInAnyPackage("org.springframework.jdbc..", "java.sql..", "javax.sql.."));

	@ArchTest
	static final ArchRule transactionsStayWithTheirResources = noClasses().that()
		.resideOutsideOfPackages("com.lunogram.delivery.jdbc..", "com.lunogram.delivery.kafka..")
		.should()
		.dependOnClassesThat(resideInAPackage("org.springframework.transaction.."));

	@ArchTest
	static final ArchRule kafkaStaysInItsPackage = noClasses().that()
		.resideOutsideOfPackage("com.lunogram.delivery.kafka..")
		.should()
		.dependOnClassesThat(resideInAnyPackage("org.springframework.kafka..", "org.apache.kafka.."));

	@ArchTest
	static final ArchRule caseIsChangedTheSameEverywhere = noClasses().should()
		.callMethod(String.class, "toLowerCase")
		.orShould()
		.callMethod(String.class, "toUpperCase");

	@ArchTest
	static final ArchRule logsGoThroughSlf4j = noClasses().should()
		.dependOnClassesThat(resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..",
				"ch.qos.logback..", "org.apache.logging.."));

	@ArchTest
	static final ArchRule nothingIsPrinted = noClasses().should()
		.accessField(System.class, "out")
		.orShould()
		.accessField(System.class, "err")
		.orShould()
		.callMethod(Throwable.class, "printStackTrace");

	@ArchTest
	static final ArchRule onlyTheOldJacksonsAnnotationsAreUsed = noClasses().should()
		.dependOnClassesThat(resideInAPackage("com.fasterxml.jackson..")
			.and(DescribedPredicate.not(resideInAPackage("com.fasterxml.jackson.annotation"))));

	@ArchTest
	static void everyPackageIsNullMarked(JavaClasses classes) {
		Set<String> unmarked = new TreeSet<>();
		for (JavaClass javaClass : classes) {
			JavaPackage javaPackage = javaClass.getPackage();
			if (!javaPackage.isAnnotatedWith(NullMarked.class)) {
				unmarked.add(javaPackage.getName());
			}
		}
		assertThat(unmarked).isEmpty();
	}

}
