/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl.design;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A plan as Redshift's EXPLAIN writes it: operators with cost, rows and width, indented below what they feed. See
 * "Query plan" in the AWS database developer guide. Other databases' plans have no XN in front of their operators, and
 * become plans without nodes.
 *
 * @param nodes the operators that feed no other, as a rule one
 * @param warnings what EXPLAIN says beside the plan, such as tables without statistics
 */
public record ExplainPlan(List<Node> nodes, List<String> warnings) {

    private static final Pattern OPERATOR = Pattern.compile("^(?<indent>\\s*(?:->\\s*)?)(?:XN|LD) (?<operator>.+?)"
            + "(?: (?<movement>DS_[A-Z_]+))?\\s+\\(cost=(?<from>[\\d.]+)\\.\\.(?<cost>[\\d.]+) rows=(?<rows>\\d+)"
            + " width=(?<width>\\d+)\\)\\s*$");
    private static final Pattern SCAN = Pattern.compile(".* Scan on (?<table>\\S+)(?: (?<alias>\\S+))?");
    private static final Pattern WARNING = Pattern.compile("^\\s*-{3,}\\s*(?<text>.*?)\\s*-{3,}\\s*$");

    /** Checks what was given. */
    public ExplainPlan {
        nodes = List.copyOf(nodes);
        warnings = List.copyOf(warnings);
    }

    /**
     * An operator.
     *
     * @param operator such as {@code Hash Join} or {@code Seq Scan on part}
     * @param movement what a join moves; null for all other operators, and for words this library does not know
     * @param cost until its last row, in Redshift's own unit
     * @param rows that Redshift expects
     * @param width of a row that Redshift expects, in bytes
     * @param details the lines below it, such as {@code Hash Cond: (…)} and {@code Filter: (…)}
     * @param inputs the operators that feed it
     */
    public record Node(String operator, @Nullable DataMovement movement, double cost, long rows, long width,
            List<String> details, List<Node> inputs) {

        /** Checks what was given. */
        public Node {
            Objects.requireNonNull(operator, "operator must not be null");
            details = List.copyOf(details);
            inputs = List.copyOf(inputs);
        }

        /**
         * The table that a scan reads.
         *
         * @return its name, or the name that the query gives it; empty for other operators
         */
        public Optional<String> table() {
            Matcher matcher = SCAN.matcher(operator);
            return matcher.matches() ? Optional.of(matcher.group(matcher.group("alias") == null ? "table" : "alias"))
                    : Optional.empty();
        }

        /**
         * This operator and all that feed it.
         *
         * @return from the top
         */
        public Stream<Node> all() {
            return Stream.concat(Stream.of(this), inputs.stream().flatMap(Node::all));
        }

        /**
         * The tables on the inner side of a join: all that its second input reads.
         *
         * @return empty if it is no join
         */
        public List<String> innerTables() {
            return inputs.size() < 2 ? List.of() : inputs.get(1).all().flatMap(node -> node.table().stream()).toList();
        }
    }

    /**
     * Reads the lines of EXPLAIN.
     *
     * @param lines the rows of the result, or a text with line breaks
     * @return the plan; without nodes if these are no lines of Redshift's
     */
    public static ExplainPlan parse(List<String> lines) {
        Deque<Building> open = new ArrayDeque<>();
        List<Building> roots = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (String line : lines.stream().flatMap(text -> Arrays.stream(text.split("\\R"))).toList()) {
            Matcher operator = OPERATOR.matcher(line);
            Matcher warning = WARNING.matcher(line);
            if (operator.matches()) {
                Building node = new Building(operator);
                while (!open.isEmpty() && open.peek().indent >= node.indent) {
                    open.pop();
                }
                if (open.isEmpty()) {
                    roots.add(node);
                } else {
                    open.peek().inputs.add(node);
                }
                open.push(node);
            } else if (warning.matches()) {
                if (!warning.group("text").isEmpty()) {
                    warnings.add(warning.group("text"));
                }
            } else if (!open.isEmpty() && !line.isBlank()) {
                open.peek().details.add(line.strip());
            }
        }
        return new ExplainPlan(roots.stream().map(Building::node).toList(), warnings);
    }

    /**
     * Whether Redshift wrote it.
     *
     * @return false for the plan of another database
     */
    public boolean isRedshift() {
        return !nodes.isEmpty();
    }

    /**
     * The operators that join.
     *
     * @return those that run first first
     */
    public List<Node> joins() {
        List<Node> joins = new ArrayList<>(nodes.stream().flatMap(Node::all).filter(node -> node.inputs.size() > 1
                && (node.operator.endsWith("Join") || node.operator.startsWith("Nested Loop"))).toList());
        Collections.reverse(joins);
        return joins;
    }

    /**
     * What moves when a table joins as the inner side.
     *
     * @param table its name, or the name that the query gives it
     * @return empty if it does not
     */
    public Optional<DataMovement> movement(String table) {
        return joins().stream().filter(join -> join.innerTables().equals(List.of(table)))
                .flatMap(join -> Stream.ofNullable(join.movement)).findFirst();
    }

    private static final class Building {
        final int indent;
        final String operator;
        final @Nullable DataMovement movement;
        final double cost;
        final long rows;
        final long width;
        final List<String> details = new ArrayList<>();
        final List<Building> inputs = new ArrayList<>();

        Building(Matcher line) {
            indent = line.group("indent").length();
            operator = line.group("operator");
            String word = line.group("movement");
            movement = Arrays.stream(DataMovement.values()).filter(known -> known.name().equals(word)).findFirst()
                    .orElse(null);
            cost = Double.parseDouble(line.group("cost"));
            rows = Long.parseLong(line.group("rows"));
            width = Long.parseLong(line.group("width"));
        }

        Node node() {
            return new Node(operator, movement, cost, rows, width, details,
                    inputs.stream().map(Building::node).toList());
        }
    }
}
