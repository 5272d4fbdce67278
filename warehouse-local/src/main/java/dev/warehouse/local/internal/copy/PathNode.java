/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.copy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON document that columns take their value from, or that leads to such places. The root stands for the
 * document. 'auto' is a root with a member a column; a jsonpaths file makes a deeper tree.
 */
final class PathNode {

    /** A key as it stood in the file, and where it leads; null for keys that no column wants. */
    private record Known(byte[] key, @Nullable PathNode node) {
    }

    /** How many keys of an object are remembered in their order; later ones are looked up. */
    private static final int MAX_REMEMBERED = 4096;

    private final boolean ignoreCase;
    private int[] columns = {};
    /** The columns here and below. */
    private int[] subtree = {};
    private final List<byte[]> names = new ArrayList<>();
    private final List<PathNode> members = new ArrayList<>();
    private @Nullable PathNode[] elements = {};
    /** The keys of the last object by their place: objects of one file mostly have the same keys in the same order. */
    private @Nullable Known[] remembered = new Known[16];
    private byte @Nullable [][] table;
    private @Nullable PathNode[] tableNodes = {};

    PathNode(boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
    }

    int[] columns() {
        return columns;
    }

    int[] subtree() {
        return subtree;
    }

    boolean hasMembers() {
        return !members.isEmpty();
    }

    int elementCount() {
        return elements.length;
    }

    @Nullable PathNode element(int index) {
        return index < elements.length ? elements[index] : null;
    }

    /** Adds a way: each step a String for a member or an Integer for an element. */
    void add(List<Object> steps, int column) {
        subtree = with(subtree, column);
        if (steps.isEmpty()) {
            columns = with(columns, column);
            return;
        }
        List<Object> rest = steps.subList(1, steps.size());
        if (steps.get(0) instanceof Integer index) {
            if (index >= elements.length) {
                elements = Arrays.copyOf(elements, index + 1);
            }
            PathNode element = elements[index];
            if (element == null) {
                element = new PathNode(ignoreCase);
                elements[index] = element;
            }
            element.add(rest, column);
            return;
        }
        String name = (String) steps.get(0);
        byte[] key = (ignoreCase ? name.toLowerCase(Locale.ROOT) : name).getBytes(StandardCharsets.UTF_8);
        PathNode member = null;
        for (int i = 0; i < names.size(); i++) {
            if (Arrays.equals(names.get(i), key)) {
                member = members.get(i);
            }
        }
        if (member == null) {
            member = new PathNode(ignoreCase);
            names.add(key);
            members.add(member);
            table = null;
        }
        member.add(rest, column);
    }

    private static int[] with(int[] columns, int column) {
        int[] more = Arrays.copyOf(columns, columns.length + 1);
        more[columns.length] = column;
        return more;
    }

    /** The length of the key remembered at this place if it stands at {@code from}, closing quote included, or -1. */
    int expected(int ordinal, byte[] src, int from, int end) {
        if (ordinal < remembered.length) {
            Known known = remembered[ordinal];
            if (known != null) {
                int stop = from + known.key.length;
                if (stop < end && src[stop] == '"' && Arrays.equals(src, from, stop, known.key, 0, known.key.length)) {
                    return known.key.length;
                }
            }
        }
        return -1;
    }

    /** Where the key remembered at this place leads. */
    @Nullable PathNode expectedNode(int ordinal) {
        Known known = remembered[ordinal];
        return known == null ? null : known.node;
    }

    /** Looks a name up. */
    @Nullable PathNode member(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return lookUp(utf8, 0, utf8.length);
    }

    /** Looks a key up and remembers it for its place in the next object. */
    @Nullable PathNode member(int ordinal, byte[] src, int from, int to, boolean remember) {
        PathNode node = lookUp(src, from, to);
        if (remember && ordinal < MAX_REMEMBERED && to - from < 256) {
            if (ordinal >= remembered.length) {
                remembered = Arrays.copyOf(remembered, Math.max(ordinal + 1, remembered.length * 2));
            }
            if (remembered[ordinal] == null || node != null) {
                remembered[ordinal] = new Known(Arrays.copyOfRange(src, from, to), node);
            }
        }
        return node;
    }

    private @Nullable PathNode lookUp(byte[] src, int from, int to) {
        byte[][] keys = table;
        if (keys == null) {
            keys = build();
        }
        int mask = keys.length - 1;
        for (int slot = hash(src, from, to) & mask; keys[slot] != null; slot = slot + 1 & mask) {
            if (matches(keys[slot], src, from, to)) {
                return tableNodes[slot];
            }
        }
        return null;
    }

    private byte[][] build() {
        int size = Integer.highestOneBit(Math.max(4, names.size() * 4));
        byte[][] keys = new byte[size][];
        tableNodes = new PathNode[size];
        for (int i = 0; i < names.size(); i++) {
            byte[] key = names.get(i);
            int slot = hash(key, 0, key.length) & size - 1;
            while (keys[slot] != null) {
                slot = slot + 1 & size - 1;
            }
            keys[slot] = key;
            tableNodes[slot] = members.get(i);
        }
        table = keys;
        return keys;
    }

    private int hash(byte[] src, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + (ignoreCase ? fold(src[i]) : src[i]);
        }
        return hash ^ hash >>> 15;
    }

    private boolean matches(byte[] key, byte[] src, int from, int to) {
        if (!ignoreCase || key.length != to - from) {
            return Arrays.equals(key, 0, key.length, src, from, to);
        }
        for (int i = 0; i < key.length; i++) {
            if (key[i] != fold(src[from + i])) {
                return false;
            }
        }
        return true;
    }

    private static byte fold(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
    }
}
