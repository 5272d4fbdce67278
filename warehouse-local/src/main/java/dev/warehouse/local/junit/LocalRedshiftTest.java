/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

import dev.warehouse.api.Pipeline;
import dev.warehouse.api.PipelineProvider;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class with a local Redshift of its own. Its constructors, tests and life-cycle methods may take a
 * {@code Warehouse}, a {@code DSLContext}, a {@code DataSource}, an {@code Endpoint} and a {@code TestBucket}.
 *
 * <pre>{@code
 * @LocalRedshiftTest(migrations = "db/migration", buckets = @LocalRedshiftTest.Bucket(name = "raw", path =
 * "src/test/data")) class OrdersTest {
 *
 *     @Test
 *     void ordersAreLoaded(Warehouse warehouse) {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>May stand on an annotation of your own, which then carries the settings of a whole project. What cannot be said in
 * an annotation, {@link LocalRedshiftExtension} says.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(LocalRedshiftExtension.class)
public @interface LocalRedshiftTest {

    /**
     * The migrations, as Flyway writes their places: {@code db/migration}, {@code filesystem:sql}.
     *
     * @return the places; none if the pipeline brings its own, or nothing shall be migrated
     */
    String[] migrations() default {};

    /**
     * The buckets.
     *
     * @return the buckets, each with another name
     */
    Bucket[] buckets() default {};

    /**
     * The pipeline whose load the tests begin with.
     *
     * @return a class with a public constructor without parameters; {@link NoPipeline} for none
     */
    Class<? extends PipelineProvider> pipeline() default NoPipeline.class;

    /**
     * Who shares a database.
     *
     * @return the tests of the class, unless told otherwise
     */
    DatabaseScope database() default DatabaseScope.CLASS;

    /**
     * Whether the database stays when a test fails, for a look into it. So it does for all tests if the system property
     * {@code warehouse.test.keepOnFailure} is {@code true}.
     *
     * @return true to keep it
     */
    boolean keepOnFailure() default false;

    /** A bucket. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({})
    @interface Bucket {

        /**
         * Its name, as in {@code s3://name/key}.
         *
         * @return the name
         */
        String name();

        /**
         * The folder whose files are in it.
         *
         * @return a path from the module's folder; empty for an empty bucket
         */
        String path() default "";
    }

    /** Says that there is no pipeline. */
    final class NoPipeline implements PipelineProvider {

        private NoPipeline() {
        }

        @Override
        public Pipeline defaultPipeline() {
            throw new IllegalStateException("there is no pipeline");
        }
    }
}
