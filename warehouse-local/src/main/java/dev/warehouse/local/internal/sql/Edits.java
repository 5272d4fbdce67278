package dev.warehouse.local.internal.sql;

import dev.warehouse.api.internal.sql.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
