/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import java.nio.charset.StandardCharsets;

/**
 * The pages of the service as the event log names them, with how a session goes on from each. The shares are those of
 * the tutorials' log of November 2018.
 */
enum Page {
    HOME("Home", "GET", 200, true),
    NEXT_SONG("NextSong", "PUT", 200, true),
    LOGOUT("Logout", "PUT", 307, true),
    UPGRADE("Upgrade", "GET", 200, true),
    SUBMIT_UPGRADE("Submit Upgrade", "PUT", 307, true),
    DOWNGRADE("Downgrade", "GET", 200, true),
    SUBMIT_DOWNGRADE("Submit Downgrade", "PUT", 307, true),
    SETTINGS("Settings", "GET", 200, true),
    SAVE_SETTINGS("Save Settings", "PUT", 307, true),
    HELP("Help", "GET", 200, true),
    ABOUT("About", "GET", 200, true),
    ERROR("Error", "GET", 404, true),
    GUEST_HOME("Home", "GET", 200, false),
    GUEST_LOGIN("Login", "PUT", 307, false),
    GUEST_HELP("Help", "GET", 200, false),
    GUEST_ABOUT("About", "GET", 200, false),
    /** No page: the session is over. */
    END("", "", 0, false);

    private static final int PAID = 1;

    // what follows a page, for free users and for paid ones; an empty row never occurs
    private static final Page[][][] NEXT = new Page[values().length][2][];
    private static final double[][][] UP_TO = new double[values().length][2][];

    static {
        row(HOME, 0, NEXT_SONG, .66, END, .26, SETTINGS, .031, LOGOUT, .014, HOME, .008, UPGRADE, .008, ABOUT, .003);
        row(HOME, PAID, NEXT_SONG, .70, END, .22, SETTINGS, .028, LOGOUT, .014, DOWNGRADE, .024,
                HOME, .008, ABOUT, .003);
        row(NEXT_SONG, 0, NEXT_SONG, .60, END, .31, HOME, .035, LOGOUT, .018, UPGRADE, .0122, SETTINGS, .0048,
                HELP, .0047, ABOUT, .0021, ERROR, .0012);
        row(NEXT_SONG, PAID, NEXT_SONG, .916, END, .034, HOME, .018, LOGOUT, .01, DOWNGRADE, .0092, SETTINGS, .0048,
                HELP, .0047, ABOUT, .0021, ERROR, .0012);
        both(LOGOUT, GUEST_HOME, 1);
        both(UPGRADE, SUBMIT_UPGRADE, .38, HOME, .24, NEXT_SONG, .14, END, .14, UPGRADE, .10);
        both(SUBMIT_UPGRADE, HOME, 1);
        both(DOWNGRADE, NEXT_SONG, .58, END, .18, HOME, .17, DOWNGRADE, .05, SUBMIT_DOWNGRADE, .02);
        both(SUBMIT_DOWNGRADE, HOME, 1);
        both(SETTINGS, NEXT_SONG, .54, SAVE_SETTINGS, .18, SETTINGS, .07, HOME, .07, HELP, .07, LOGOUT, .05, END, .02);
        both(SAVE_SETTINGS, HOME, .9, END, .1);
        both(HELP, NEXT_SONG, .79, END, .08, HOME, .10, HELP, .03);
        both(ABOUT, END, .46, HOME, .18, ABOUT, .18, NEXT_SONG, .18);
        both(ERROR, END, .67, NEXT_SONG, .22, HOME, .11);
        both(GUEST_HOME, END, .386, GUEST_LOGIN, .357, GUEST_HOME, .146, GUEST_ABOUT, .076, GUEST_HELP, .035);
        both(GUEST_LOGIN, HOME, 1);
        both(GUEST_HELP, END, .45, GUEST_HELP, .33, GUEST_LOGIN, .22);
        both(GUEST_ABOUT, END, .5, GUEST_LOGIN, .29, GUEST_HOME, .14, GUEST_ABOUT, .07);
        both(END, NEXT_SONG, .54, HOME, .373, GUEST_HOME, .057, GUEST_LOGIN, .026, ABOUT, .002, HELP, .001,
                ERROR, .001);
    }

    private final byte[] middle;
    private final boolean redirect;
    private final boolean loggedIn;
    private final String word;
    private final int status;

    Page(String word, String method, int status, boolean loggedIn) {
        this.word = word;
        this.status = status;
        this.loggedIn = loggedIn;
        this.redirect = status == 307;
        this.middle = (",\"method\":\"" + method + "\",\"page\":\"" + word + "\",\"registration\":")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The page's word in the log. */
    String word() {
        return word;
    }

    int status() {
        return status;
    }

    /** Whether the log knows the user on this page. */
    boolean loggedIn() {
        return loggedIn;
    }

    /** Whether it sends the browser on at once. */
    boolean redirect() {
        return redirect;
    }

    /** The part of a line that depends on the page only. */
    byte[] middle() {
        return middle;
    }

    /** The page after this one, or the first one of a session after {@link #END}. */
    Page next(boolean paid, Rng rng) {
        double draw = rng.unit();
        int level = paid ? PAID : 0;
        double[] upTo = UP_TO[ordinal()][level];
        int at = 0;
        while (at < upTo.length - 1 && draw >= upTo[at]) {
            at++;
        }
        return NEXT[ordinal()][level][at];
    }

    private static void both(Page from, Object... pagesAndShares) {
        row(from, 0, pagesAndShares);
        row(from, PAID, pagesAndShares);
    }

    private static void row(Page from, int level, Object... pagesAndShares) {
        int count = pagesAndShares.length / 2;
        Page[] pages = new Page[count];
        double[] upTo = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            pages[i] = (Page) pagesAndShares[2 * i];
            sum += ((Number) pagesAndShares[2 * i + 1]).doubleValue();
            upTo[i] = sum;
        }
        for (int i = 0; i < count; i++) {
            upTo[i] /= sum;
        }
        NEXT[from.ordinal()][level] = pages;
        UP_TO[from.ordinal()][level] = upTo;
    }
}
