/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replacements of parts of a text, and the way back from a place in the new text to the one it came from. Parts do not
 * overlap.
 */
final class Edits {

    private record Edit(int start, int end, String text) {
    }

    private final List<Edit> edits = new ArrayList<>();
    private boolean sorted = true;

    void replace(int start, int end, String text) {
        edits.add(new Edit(start, end, text));
        sorted = false;
    }

    /** Replaces a token, unless a part that holds it is replaced already. */
    void replace(Token token, String text) {
        for (Edit edit : edits) {
            if (edit.start <= token.start() && edit.end >= token.end()) {
                return;
            }
        }
        replace(token.start(), token.end(), text);
    }

    void insert(int at, String text) {
        replace(at, at, text);
    }

    void addAll(Edits others) {
        edits.addAll(others.edits);
        sorted = false;
    }

    /** Forgets the edits inside a part, because the part as a whole is replaced. */
    void clear(int start, int end) {
        edits.removeIf(edit -> edit.start >= start && edit.end <= end);
    }

    int size() {
        return edits.size();
    }

    boolean isEmpty() {
        return edits.isEmpty();
    }

    private List<Edit> inOrder() {
        if (!sorted) {
            edits.sort(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end));
            sorted = true;
        }
        return edits;
    }

    String applyTo(String text, int from, int to) {
        StringBuilder result = new StringBuilder(to - from + 64);
        int at = from;
        for (Edit edit : inOrder()) {
            if (edit.start < from || edit.end > to) {
                continue;
            }
            result.append(text, at, edit.start).append(edit.text);
            at = edit.end;
        }
        return result.append(text, at, to).toString();
    }

    /** A part of the text: taken over from the source if it has no text of its own. */
    private record Piece(int start, int end, @Nullable String text) {

        int length() {
            return text == null ? end - start : text.length();
        }
    }

    /**
     * These edits and others that were made to what they give, as edits of the first text.
     *
     * @param next edits of the text that {@code applyTo(text, from, to)} gives
     */
    Edits then(Edits next, int from, int to) {
        List<Piece> pieces = pieces(from, to);
        List<Piece> both = new ArrayList<>();
        Deque<Piece> left = new ArrayDeque<>(pieces);
        int at = 0;
        for (Edit edit : next.inOrder()) {
            at = move(left, both, at, edit.start);
            List<Piece> replaced = new ArrayList<>();
            at = move(left, replaced, at, edit.end);
            int start = both.isEmpty() ? from : both.get(both.size() - 1).end;
            both.add(new Piece(start, replaced.isEmpty() ? start : replaced.get(replaced.size() - 1).end, edit.text));
        }
        both.addAll(left);
        Edits edits = new Edits();
        StringBuilder text = new StringBuilder();
        int start = from;
        int end = from;
        boolean open = false;
        for (Piece piece : both) {
            if (piece.text == null) {
                if (open) {
                    edits.replace(start, end, text.toString());
                    text.setLength(0);
                    open = false;
                }
            } else {
                start = open ? start : piece.start;
                open = true;
                text.append(piece.text);
            }
            end = piece.end;
        }
        if (open) {
            edits.replace(start, end, text.toString());
        }
        return edits;
    }

    /** Moves pieces until a place in their text is reached, cutting the one that holds it. */
    private static int move(Deque<Piece> source, List<Piece> target, int at, int place) {
        int reached = at;
        while (reached < place) {
            Piece piece = source.removeFirst();
            int wanted = place - reached;
            if (piece.length() > wanted) {
                boolean copied = piece.text == null;
                int cut = copied ? piece.start + wanted : piece.end;
                source.addFirst(new Piece(cut, piece.end, copied ? null : piece.text.substring(wanted)));
                piece = new Piece(piece.start, cut, copied ? null : piece.text.substring(0, wanted));
            }
            target.add(piece);
            reached += piece.length();
        }
        return reached;
    }

    private List<Piece> pieces(int from, int to) {
        List<Piece> pieces = new ArrayList<>();
        int at = from;
        for (Edit edit : inOrder()) {
            if (edit.start < from || edit.end > to) {
                continue;
            }
            if (edit.start > at) {
                pieces.add(new Piece(at, edit.start, null));
            }
            pieces.add(new Piece(edit.start, edit.end, edit.text));
            at = edit.end;
        }
        if (at < to) {
            pieces.add(new Piece(at, to, null));
        }
        return pieces;
    }

    /** The place in the old text of a place in the new one; a place inside a replacement is where that begins. */
    int toOriginal(int position, int from, int to) {
        int original = from;
        int translated = 0;
        for (Edit edit : inOrder()) {
            if (edit.start < from || edit.end > to) {
                continue;
            }
            int kept = edit.start - original;
            if (position < translated + kept) {
                return original + position - translated;
            }
            translated += kept;
            if (position < translated + edit.text.length()) {
                return edit.start;
            }
            translated += edit.text.length();
            original = edit.end;
        }
        return Math.min(to, original + position - translated);
    }
}
