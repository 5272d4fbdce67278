/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.ssb;

import static dev.warehouse.samples.ssb.schema.Tables.CUSTOMER;
import static dev.warehouse.samples.ssb.schema.Tables.DWDATE;
import static dev.warehouse.samples.ssb.schema.Tables.LINEORDER;
import static dev.warehouse.samples.ssb.schema.Tables.PART;
import static dev.warehouse.samples.ssb.schema.Tables.SUPPLIER;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import dev.warehouse.etl.design.DesignQuery;
import java.math.BigDecimal;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectConditionStep;
import org.jooq.TableField;

/**
 * The thirteen queries of the Star Schema Benchmark, in four flights, and four of a tutorial about distribution keys.
 * They name no schema, so that each runs on every design.
 */
final class Queries {

    private static final Field<BigDecimal> REVENUE = sum(LINEORDER.LO_REVENUE).as("revenue");
    private static final Field<BigDecimal> DISCOUNTED =
            sum(LINEORDER.LO_EXTENDEDPRICE.mul(LINEORDER.LO_DISCOUNT)).as("revenue");
    private static final Field<BigDecimal> PROFIT =
            sum(LINEORDER.LO_REVENUE.minus(LINEORDER.LO_SUPPLYCOST)).as("profit");

    private Queries() {
    }

    /** All seventeen: the tutorial's first. */
    static List<DesignQuery> all() {
        return List.of(
                new DesignQuery("oneDim", discounted(DWDATE.D_YEAR.eq(1997), 1, 3, LINEORDER.LO_QUANTITY.lt(24))),
                new DesignQuery("twoDim", twoDimensions()),
                new DesignQuery("drill", drillDown()),
                new DesignQuery("oneDimSameDist", sameDistribution()),
                new DesignQuery("Q1.1", discounted(DWDATE.D_YEAR.eq(1993), 1, 3, LINEORDER.LO_QUANTITY.lt(25))),
                new DesignQuery("Q1.2", discounted(DWDATE.D_YEARMONTHNUM.eq(199401), 4, 6,
                        LINEORDER.LO_QUANTITY.between(26, 35))),
                new DesignQuery("Q1.3", discounted(DWDATE.D_WEEKNUMINYEAR.eq(6).and(DWDATE.D_YEAR.eq(1994)), 5, 7,
                        LINEORDER.LO_QUANTITY.between(26, 35))),
                new DesignQuery("Q2.1", brands(PART.P_CATEGORY.eq("MFGR#12"), "AMERICA")),
                new DesignQuery("Q2.2", brands(PART.P_BRAND1.between("MFGR#2221", "MFGR#2228"), "ASIA")),
                new DesignQuery("Q2.3", brands(PART.P_BRAND1.eq("MFGR#2221"), "EUROPE")),
                new DesignQuery("Q3.1", trade(CUSTOMER.C_NATION, SUPPLIER.S_NATION, CUSTOMER.C_REGION.eq("ASIA"),
                        SUPPLIER.S_REGION.eq("ASIA"), years())),
                new DesignQuery("Q3.2", trade(CUSTOMER.C_CITY, SUPPLIER.S_CITY, CUSTOMER.C_NATION.eq("UNITED STATES"),
                        SUPPLIER.S_NATION.eq("UNITED STATES"), years())),
                new DesignQuery("Q3.3", cities(years())),
                new DesignQuery("Q3.4", drillDown()),
                new DesignQuery("Q4.1", profitByNation()),
                new DesignQuery("Q4.2", profitByCategory()),
                new DesignQuery("Q4.3", profitByBrand()));
    }

    /** One dimension: what discounts brought in. */
    private static Select<?> discounted(Condition when, int least, int most, Condition quantity) {
        return select(DISCOUNTED)
                .from(LINEORDER)
                .join(DWDATE).on(LINEORDER.LO_ORDERDATE.eq(DWDATE.D_DATEKEY))
                .where(when)
                .and(LINEORDER.LO_DISCOUNT.between(least, most))
                .and(quantity);
    }

    private static SelectConditionStep<? extends Record> brandRevenue(Condition brand, String region) {
        return select(sum(LINEORDER.LO_REVENUE), DWDATE.D_YEAR, PART.P_BRAND1)
                .from(LINEORDER)
                .join(DWDATE).on(LINEORDER.LO_ORDERDATE.eq(DWDATE.D_DATEKEY))
                .join(PART).on(LINEORDER.LO_PARTKEY.eq(PART.P_PARTKEY))
                .join(SUPPLIER).on(LINEORDER.LO_SUPPKEY.eq(SUPPLIER.S_SUPPKEY))
                .where(brand)
                .and(SUPPLIER.S_REGION.eq(region));
    }

    /** Three dimensions: revenue of brands by year. */
    private static Select<?> brands(Condition brand, String region) {
        return brandRevenue(brand, region)
                .groupBy(DWDATE.D_YEAR, PART.P_BRAND1)
                .orderBy(DWDATE.D_YEAR, PART.P_BRAND1);
    }

    private static Select<?> twoDimensions() {
        return brandRevenue(PART.P_CATEGORY.eq("MFGR#12"), "AMERICA")
                .groupBy(DWDATE.D_YEAR, PART.P_BRAND1);
    }

    /** Who sells how much to whom. */
    private static Select<?> trade(TableField<?, String> buyer, TableField<?, String> seller, Condition buyers,
            Condition sellers, Condition when) {
        return select(buyer, seller, DWDATE.D_YEAR, REVENUE)
                .from(LINEORDER)
                .join(CUSTOMER).on(LINEORDER.LO_CUSTKEY.eq(CUSTOMER.C_CUSTKEY))
                .join(SUPPLIER).on(LINEORDER.LO_SUPPKEY.eq(SUPPLIER.S_SUPPKEY))
                .join(DWDATE).on(LINEORDER.LO_ORDERDATE.eq(DWDATE.D_DATEKEY))
                .where(buyers)
                .and(sellers)
                .and(when)
                .groupBy(buyer, seller, DWDATE.D_YEAR)
                .orderBy(DWDATE.D_YEAR.asc(), REVENUE.desc());
    }

    private static Condition years() {
        return DWDATE.D_YEAR.ge(1992).and(DWDATE.D_YEAR.le(1997));
    }

    private static Select<?> cities(Condition when) {
        return trade(CUSTOMER.C_CITY, SUPPLIER.S_CITY,
                CUSTOMER.C_CITY.eq("UNITED KI1").or(CUSTOMER.C_CITY.eq("UNITED KI5")),
                SUPPLIER.S_CITY.eq("UNITED KI1").or(SUPPLIER.S_CITY.eq("UNITED KI5")), when);
    }

    private static Select<?> drillDown() {
        return cities(DWDATE.D_YEARMONTH.eq("Dec1997"));
    }

    /** Both tables are spread by the part's key where they have one. */
    private static Select<?> sameDistribution() {
        return select(LINEORDER.LO_ORDERDATE, DISCOUNTED)
                .from(LINEORDER)
                .join(PART).on(LINEORDER.LO_PARTKEY.eq(PART.P_PARTKEY))
                .groupBy(LINEORDER.LO_ORDERDATE)
                .orderBy(LINEORDER.LO_ORDERDATE);
    }

    /** All four dimensions: profit of American trade, drilled down. */
    private static Select<?> profitByNation() {
        return profit(SUPPLIER.S_REGION.eq("AMERICA").and(twoMakers()), DWDATE.D_YEAR, CUSTOMER.C_NATION);
    }

    private static Select<?> profitByCategory() {
        return profit(SUPPLIER.S_REGION.eq("AMERICA").and(twoYears()).and(twoMakers()),
                DWDATE.D_YEAR, SUPPLIER.S_NATION, PART.P_CATEGORY);
    }

    private static Select<?> profitByBrand() {
        return profit(SUPPLIER.S_NATION.eq("UNITED STATES").and(twoYears()).and(PART.P_CATEGORY.eq("MFGR#14")),
                DWDATE.D_YEAR, SUPPLIER.S_CITY, PART.P_BRAND1);
    }

    private static Select<?> profit(Condition which, TableField<?, ?>... by) {
        return select(by).select(PROFIT)
                .from(LINEORDER)
                .join(DWDATE).on(LINEORDER.LO_ORDERDATE.eq(DWDATE.D_DATEKEY))
                .join(CUSTOMER).on(LINEORDER.LO_CUSTKEY.eq(CUSTOMER.C_CUSTKEY))
                .join(SUPPLIER).on(LINEORDER.LO_SUPPKEY.eq(SUPPLIER.S_SUPPKEY))
                .join(PART).on(LINEORDER.LO_PARTKEY.eq(PART.P_PARTKEY))
                .where(CUSTOMER.C_REGION.eq("AMERICA"))
                .and(which)
                .groupBy(by)
                .orderBy(by);
    }

    private static Condition twoYears() {
        return DWDATE.D_YEAR.eq(1997).or(DWDATE.D_YEAR.eq(1998));
    }

    private static Condition twoMakers() {
        return PART.P_MFGR.eq("MFGR#1").or(PART.P_MFGR.eq("MFGR#2"));
    }
}
