/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.samples.sparkify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Simulates the service and writes its event log, a file a day, in the order of time. Users come and go in sessions
 * that walk from {@linkplain Page page} to page; the next song begins when the last one is over. In memory are the
 * sessions that go on.
 */
final class EventLog {

    private static final long DAY = 24 * 3_600_000L;

    private static final byte[] ARTIST = ascii("{\"artist\":");
    private static final byte[] LOGGED_IN = ascii(",\"auth\":\"Logged In\",\"firstName\":");
    private static final byte[] LOGGED_OUT = ascii(
            ",\"auth\":\"Logged Out\",\"firstName\":null,\"gender\":null,\"itemInSession\":");
    private static final byte[] GENDER = ascii(",\"gender\":\"");
    private static final byte[] ITEM = ascii("\",\"itemInSession\":");
    private static final byte[] LAST_NAME = ascii(",\"lastName\":");
    private static final byte[] LENGTH = ascii(",\"length\":");
    private static final byte[] PAID = ascii(",\"level\":\"paid\",\"location\":");
    private static final byte[] FREE = ascii(",\"level\":\"free\",\"location\":");
    private static final byte[] SESSION = ascii(",\"sessionId\":");
    private static final byte[] FRACTION = ascii(".0");
    private static final byte[] SONG = ascii(",\"song\":");
    private static final byte[] STATUS = ascii(",\"status\":");
    private static final byte[] TS = ascii(",\"ts\":");
    private static final byte[] AGENT = ascii(",\"userAgent\":");
    private static final byte[] USER = ascii(",\"userId\":\"");
    private static final byte[] END = ascii("\"}");
    private static final byte[] NULL = ascii("null");

    private final Rng rng;
    private final Catalogue catalogue;
    private final double matchShare;
    private final Listeners listeners;
    private final JsonLines out;
    private final PriorityQueue<Session> sessions = new PriorityQueue<>(
            Comparator.comparingLong((Session session) -> session.ts).thenComparingLong(session -> session.id));
    private final ArrayDeque<Session> unused = new ArrayDeque<>();
    private final BitSet heard;
    private final StringBuilder text = new StringBuilder(128);
    private long sessionIds = 1;
    private long begun;
    private long plays;
    private long matched;

    EventLog(long seed, long events, Catalogue catalogue, double matchShare, JsonLines out) {
        this.rng = new Rng(seed);
        this.catalogue = catalogue;
        this.matchShare = matchShare;
        this.listeners = new Listeners(seed, events);
        this.heard = new BitSet(listeners.count());
        this.out = out;
    }

    /** Writes exactly so many events below a folder: {@code 2018/11/2018-11-01-events.json} and so on. */
    void write(long events, Path folder) throws IOException {
        Traffic traffic = new Traffic(events);
        long fileDay = Long.MIN_VALUE;
        for (long n = 0; n < events; n++) {
            long due = traffic.due(n);
            Session session = sessions.peek();
            // somebody new comes whenever those who are here do not make enough events
            if ((session == null || session.ts > due) && listeners.someoneIsIdle()) {
                session = begin(due);
            } else {
                sessions.poll();
            }
            long day = Math.floorDiv(session.ts, DAY);
            if (day != fileDay) {
                fileDay = day;
                out.open(file(folder, LocalDate.ofEpochDay(day)));
            }
            event(session);
            advance(session);
        }
        out.close();
    }

    long plays() {
        return plays;
    }

    long matched() {
        return matched;
    }

    long sessions() {
        return begun;
    }

    /** How many users heard a song at least. */
    int users() {
        return heard.cardinality();
    }

    private static Path file(Path folder, LocalDate date) {
        return folder.resolve(String.valueOf(date.getYear())).resolve(String.format("%02d", date.getMonthValue()))
                .resolve(date + "-events.json");
    }

    private Session begin(long ts) {
        Session session = unused.isEmpty() ? new Session() : unused.pop();
        session.user = listeners.begin(rng);
        session.id = sessionIds;
        sessionIds += 1 + (rng.below(6) == 0 ? 1 : 0); // some are lost
        session.item = 0;
        session.ts = ts;
        session.songEnd = ts;
        session.page = Page.END.next(listeners.paid(session.user), rng);
        begun++;
        return session;
    }

    private void advance(Session session) {
        Page from = session.page;
        if (from == Page.SUBMIT_UPGRADE || from == Page.SUBMIT_DOWNGRADE) {
            listeners.paid(session.user, from == Page.SUBMIT_UPGRADE);
        }
        Page next = from.next(listeners.paid(session.user), rng);
        if (next == Page.END) {
            listeners.end(session.user);
            unused.push(session);
            return;
        }
        if (next == Page.NEXT_SONG && session.songEnd > session.ts) {
            session.ts = session.songEnd;
        } else if (next.redirect()) {
            session.ts += 1_000;
        } else {
            double patience = rng.unit();
            session.ts += 1_000 * (3 + (long) (patience * patience * 240));
        }
        session.page = next;
        session.item++;
        sessions.add(session);
    }

    // the keys in alphabetical order
    private void event(Session session) throws IOException {
        Page page = session.page;
        int user = session.user;
        boolean in = page.loggedIn();
        int song = page == Page.NEXT_SONG ? song() : -1;
        long length = 0;
        out.line();
        out.put(ARTIST);
        if (song < 0) {
            out.put(NULL);
        } else {
            length = catalogue.duration(song);
            session.songEnd = session.ts + length / 100_000 * 1_000;
            plays++;
            heard.set(user);
            text.setLength(0);
            catalogue.artistName(catalogue.artist(song), text);
            text(song);
        }
        if (in) {
            out.put(LOGGED_IN);
            out.put(listeners.firstName(user));
            out.put(GENDER);
            out.put(listeners.gender(user));
            out.put(ITEM);
        } else {
            out.put(LOGGED_OUT);
        }
        out.number(session.item);
        out.put(LAST_NAME);
        out.put(in ? listeners.lastName(user) : NULL);
        out.put(LENGTH);
        if (song < 0) {
            out.put(NULL);
        } else {
            out.decimal(length);
        }
        out.put(listeners.paid(user) ? PAID : FREE);
        if (in) {
            text.setLength(0);
            listeners.location(user, text);
            out.string(text, true);
        } else {
            out.put(NULL);
        }
        out.put(page.middle());
        if (in) {
            out.number(listeners.registration(user));
            out.put(FRACTION);
        } else {
            out.put(NULL);
        }
        out.put(SESSION);
        out.number(session.id);
        out.put(SONG);
        if (song < 0) {
            out.put(NULL);
        } else {
            text.setLength(0);
            catalogue.title(song, text);
            text(song);
        }
        out.put(STATUS);
        out.number(page.status());
        out.put(TS);
        out.number(session.ts);
        out.put(AGENT);
        out.put(in ? listeners.agent(user) : NULL);
        out.put(USER);
        if (in) {
            out.number(listeners.id(user));
        }
        out.put(END);
    }

    private int song() {
        boolean match = rng.unit() < matchShare;
        double rank = rng.unit();
        rank *= Math.sqrt(rank); // few songs are played often
        if (match) {
            matched++;
            return (int) (rank * catalogue.songs());
        }
        return catalogue.songs() + (int) (rank * (catalogue.all() - catalogue.songs()));
    }

    // What has no metadata is as mangled as in the tutorials' log: encoded in UTF-8 two times too many. What has some
    // must be equal to it.
    private void text(int song) throws IOException {
        if (!catalogue.hasMetadata(song) && hasAccent(text)) {
            String mangled = text.toString();
            for (int time = 0; time < 2; time++) {
                mangled = new String(mangled.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            }
            out.string(mangled, true);
        } else {
            out.string(text, true);
        }
    }

    private static boolean hasAccent(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return true;
            }
        }
        return false;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Session {

        private int user;
        private long id;
        private int item;
        private long ts;
        private long songEnd;
        private Page page = Page.END;
    }
}
