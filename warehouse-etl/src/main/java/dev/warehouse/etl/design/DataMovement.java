/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

/**
 * What a join makes of the rows' places, in the words of Redshift's EXPLAIN. See "Evaluating the query plan" in the AWS
 * database developer guide.
 */
public enum DataMovement {

    /** Nothing moves: rows that match are on the same slice. */
    DS_DIST_NONE("co-located", "nothing moves: both sides are distributed by the joined columns"),
    /** Nothing moves: the inner table is on every node. */
    DS_DIST_ALL_NONE("co-located", "nothing moves: the inner table is on every node (DISTSTYLE ALL)"),
    /** The inner side goes to where its outer rows are. */
    DS_DIST_INNER("redistributes the inner side", "the inner side moves to the slices of the outer rows it matches"),
    /** The outer side goes to where its inner rows are. */
    DS_DIST_OUTER("redistributes the outer side", "the outer side moves to the slices of the inner rows it matches"),
    /** The inner side goes to one slice. */
    DS_DIST_ALL_INNER("sends the inner side to one slice",
            "the whole inner side moves to one slice, because the outer table is on every node"),
    /** The inner side goes to every node. */
    DS_BCAST_INNER("broadcasts the inner side", "every node gets a copy of the whole inner side"),
    /** Both sides go to new places. */
    DS_DIST_BOTH("redistributes both sides", "both sides move, to slices chosen by the joined columns");

    private final String summary;
    private final String meaning;

    DataMovement(String summary, String meaning) {
        this.summary = summary;
        this.meaning = meaning;
    }

    /**
     * What it does, in a few words.
     *
     * @return for example {@code broadcasts the inner side}
     */
    public String summary() {
        return summary;
    }

    /**
     * What it means.
     *
     * @return a sentence without its full stop
     */
    public String meaning() {
        return meaning;
    }

    /**
     * Whether rows stay where they are.
     *
     * @return true if nothing is sent
     */
    public boolean isColocated() {
        return this == DS_DIST_NONE || this == DS_DIST_ALL_NONE;
    }
}
