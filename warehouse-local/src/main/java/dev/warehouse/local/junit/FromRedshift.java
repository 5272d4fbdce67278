/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field that shall hold something of the test's Redshift, or a parameter that needs to say which bucket is meant.
 *
 * <pre>{@code
 * @FromRedshift Warehouse warehouse;
 * @FromRedshift(bucket = "raw") TestBucket raw;
 * }</pre>
 *
 * <p>The types are those of parameters: {@code Warehouse}, {@code DSLContext}, {@code DataSource}, {@code Endpoint} and
 * {@code TestBucket}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface FromRedshift {

    /**
     * Which bucket.
     *
     * @return the bucket's name; may be left away if there is one only
     */
    String bucket() default "";
}
