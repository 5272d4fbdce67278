/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import dev.warehouse.api.internal.NodeTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

import dev.warehouse.aws.ConfigException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Holds the values of a {@code dwh.cfg} against what Redshift takes: their form always, and the rules for creating a
 * cluster only if the file has no {@code HOST}, because a cluster that exists has passed them or is older than they
 * are. The rules are those of CreateCluster in the Amazon Redshift API reference.
 */
final class DwhRules {

    private static final Pattern HOST_NAME = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+");
    private static final Pattern REGION_NAME = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]+");
    private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
    private static final Pattern S3_URI = Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?");
    private static final Pattern IDENTIFIER = Pattern.compile("(?=.{1,63}$)[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern DATABASE_NAME = Pattern.compile("[a-z0-9_@.]{1,64}");
    private static final Pattern USER_NAME = Pattern.compile("[a-z][a-z0-9_+.@-]{0,127}");
    private static final Pattern PASSWORD_CHARACTERS = Pattern.compile("[!-~&&[^'\"\\\\/@]]*");

    // of SQL's and Redshift's reserved words, those that somebody may take for a database or a user
    private static final Set<String> RESERVED = Set.of((
            "all analyse analyze and any array as authorization backup both case cast check column constraint "
            + "create cross current_user default desc distinct else encode end except false for foreign freeze from "
            + "full grant group identity in inner into is join leading left like limit minus natural new not null "
            + "off offline offset old on only open or order outer parallel percent permissions primary public raw "
            + "references respect restore right select session_user snapshot some sysdate system table tag then to "
            + "top trailing true union unique user using verbose wallet when where with").split(" "));

    private final Map<DwhKey, Setting> settings;
    private final List<Problem> problems = new ArrayList<>();

    private DwhRules(Map<DwhKey, Setting> settings) {
        this.settings = settings;
    }

    /** A value and where it stands. */
    record Setting(DwhKey key, String value, int line) {

        @Override
        public String toString() {
            return key + "=" + (key.secret() ? "***" : value);
        }
    }

    static List<Problem> check(Map<DwhKey, Setting> settings) {
        DwhRules rules = new DwhRules(settings);
        rules.form();
        if (!settings.containsKey(DwhKey.HOST)) {
            rules.creation();
        }
        return rules.problems;
    }

    /** The number, if the value is one. */
    static OptionalInt number(@Nullable Setting setting) {
        if (setting == null || !setting.value.matches("[0-9]{1,9}")) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(setting.value));
    }

    static @Nullable Setting first(Map<DwhKey, Setting> settings, DwhKey... keys) {
        for (DwhKey key : keys) {
            Setting setting = settings.get(key);
            if (setting != null) {
                return setting;
            }
        }
        return null;
    }

    private void form() {
        for (Setting setting : settings.values()) {
            String value = setting.value;
            if (placeholder(value)) {
                problem(setting, "still holds the template's placeholder: fill it in or leave it empty");
                continue;
            }
            switch (setting.key) {
                case KEY, SECRET, SESSION_TOKEN -> noBlanks(setting);
                case REGION -> matches(setting, REGION_NAME, "region must be a Region's code such as us-west-2");
                case DWH_CLUSTER_TYPE -> clusterType(setting);
                case DWH_NUM_NODES -> nodes(setting);
                case DWH_PORT, DB_PORT, PORT -> port(setting);
                case DWH_IAM_ROLE_NAME -> matches(setting, ROLE_NAME,
                        "role name must be 1 to 64 letters, digits or + = , . @ _ -");
                case HOST -> host(setting);
                case ARN -> roleArn(setting);
                case LOG_DATA, LOG_JSONPATH, SONG_DATA -> matches(setting, S3_URI,
                        "must name a place in S3 such as s3://bucket/path");
                default -> { }
            }
        }
        pair(DwhKey.KEY, DwhKey.SECRET);
        pair(DwhKey.SECRET, DwhKey.KEY);
        Setting portToo = settings.get(DwhKey.PORT);
        Setting port = settings.get(DwhKey.DB_PORT);
        if (port != null && portToo != null && !port.value.equals(portToo.value)) {
            problem(portToo, "is " + portToo.value + ", but DB_PORT in line " + port.line + " is " + port.value
                    + ": keep one of the two");
        }
    }

    private void creation() {
        Setting type = settings.get(DwhKey.DWH_NODE_TYPE);
        if (usable(type)) {
            NodeTypes.problem(type.value).ifPresent(message -> problem(type, message));
        }
        numberOfNodes(type);
        Setting identifier = settings.get(DwhKey.DWH_CLUSTER_IDENTIFIER);
        if (usable(identifier) && !IDENTIFIER.matcher(identifier.value.toLowerCase(Locale.ROOT)).matches()) {
            problem(identifier, "cluster identifier must be 1 to 63 letters, digits and hyphens, begin with a letter,"
                    + " and have no hyphen at its end or two in a row, was \"" + identifier.value + "\"");
        }
        Setting database = first(settings, DwhKey.DB_NAME, DwhKey.DWH_DB);
        if (usable(database)) {
            matches(database, DATABASE_NAME, "database name must be 1 to 64 lower-case letters and digits");
            notReserved(database, "database name");
        }
        Setting user = first(settings, DwhKey.DB_USER, DwhKey.DWH_DB_USER);
        if (usable(user)) {
            matches(user, USER_NAME, "user name must be 1 to 128 lower-case letters, digits or _ + . @ - and begin with"
                    + " a letter");
            notReserved(user, "user name");
        }
        Setting password = first(settings, DwhKey.DB_PASSWORD, DwhKey.DWH_DB_PASSWORD);
        if (usable(password)) {
            password(password);
        }
        Setting port = first(settings, DwhKey.DB_PORT, DwhKey.PORT, DwhKey.DWH_PORT);
        OptionalInt number = number(port);
        if (port != null && number.isPresent() && !clusterPort(number.getAsInt()) && validPort(number.getAsInt())) {
            problem(port, "port of a new cluster must be between 5431 and 5455 or between 8191 and 8215, was "
                    + port.value + ": use 5439");
        }
    }

    private void numberOfNodes(@Nullable Setting nodeType) {
        Setting type = settings.get(DwhKey.DWH_CLUSTER_TYPE);
        Setting count = settings.get(DwhKey.DWH_NUM_NODES);
        OptionalInt nodes = number(count);
        boolean single = type != null && type.value.equals("single-node");
        boolean multi = type != null && type.value.equals("multi-node");
        if (multi && count == null) {
            problems.add(new Problem("DWH", "DWH_NUM_NODES", 0,
                    "is missing: a multi-node cluster needs at least 2 nodes"));
        }
        Optional<NodeTypes.Limits> limits = nodeType == null ? Optional.empty() : NodeTypes.limits(nodeType.value);
        if (single && nodeType != null && limits.isPresent() && !limits.get().singleNode()) {
            problem(nodeType, nodeType.value + " has no single-node clusters: use ra3.large, or multi-node");
        }
        if (count == null || nodes.isEmpty() || nodes.getAsInt() == 0) {
            return;
        }
        if (single && nodes.getAsInt() != 1) {
            problem(count, "number of nodes of a single-node cluster must be 1, was " + count.value
                    + ": leave it out, or set DWH_CLUSTER_TYPE=multi-node");
        } else if (multi && nodes.getAsInt() < 2) {
            problem(count, "number of nodes of a multi-node cluster must be at least 2, was " + count.value
                    + ": raise it, or set DWH_CLUSTER_TYPE=single-node");
        } else if (limits.isPresent() && nodes.getAsInt() > limits.get().mostNodes()) {
            problem(count, "number of nodes must be at most " + limits.get().mostNodes() + " for " + nodeType.value
                    + ", was " + count.value);
        }
    }

    private void password(Setting password) {
        List<String> wrong = new ArrayList<>();
        String value = password.value;
        if (value.length() < 8 || value.length() > 64) {
            wrong.add("have 8 to 64 characters");
        }
        if (value.chars().noneMatch(c -> c >= 'A' && c <= 'Z')) {
            wrong.add("hold an upper-case letter");
        }
        if (value.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            wrong.add("hold a lower-case letter");
        }
        if (value.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            wrong.add("hold a digit");
        }
        if (!PASSWORD_CHARACTERS.matcher(value).matches()) {
            wrong.add("hold only printable ASCII characters other than blank ' \" \\ / @");
        }
        if (!wrong.isEmpty()) {
            problem(password, "password of a new cluster must " + String.join(", and must ", wrong));
        }
    }

    private void clusterType(Setting setting) {
        if (!setting.value.equals("single-node") && !setting.value.equals("multi-node")) {
            problem(setting, "cluster type must be single-node or multi-node, was \"" + setting.value + "\""
                    + comment(setting));
        }
    }

    private void nodes(Setting setting) {
        OptionalInt number = number(setting);
        if (number.isEmpty()) {
            problem(setting, "number of nodes must be a whole number, was \"" + setting.value + "\""
                    + comment(setting));
        } else if (number.getAsInt() < 1) {
            problem(setting, "number of nodes must be at least 1, was " + setting.value);
        }
    }

    private void port(Setting setting) {
        OptionalInt number = number(setting);
        if (number.isEmpty()) {
            problem(setting, "port must be a whole number, was \"" + setting.value + "\": Redshift's own is 5439"
                    + comment(setting));
        } else if (!validPort(number.getAsInt())) {
            problem(setting, "port must be between 1 and 65535, was " + setting.value + ": Redshift's own is 5439");
        }
    }

    private void host(Setting setting) {
        if (HOST_NAME.matcher(setting.value).matches()) {
            return;
        }
        String name = setting.value.replaceFirst("^[a-z:]*://", "").replaceFirst("[:/].*", "");
        problem(setting, setting.value.matches(".*[:/].*") && HOST_NAME.matcher(name).matches()
                ? "must be the host name alone: write " + name + ", and put port and database into DB_PORT and DB_NAME"
                : "is not a host name: take the cluster's endpoint without port and database, such as"
                        + " dwhcluster.abc123.us-west-2.redshift.amazonaws.com" + comment(setting));
    }

    private void roleArn(Setting setting) {
        for (String arn : setting.value.split(",", -1)) {
            if (!ROLE_ARN.matcher(arn.strip()).matches()) {
                problem(setting, "is not the ARN of a role, such as arn:aws:iam::123456789012:role/dwhRole, was \""
                        + setting.value + "\"" + comment(setting));
                return;
            }
        }
    }

    private void matches(Setting setting, Pattern pattern, String rule) {
        if (!pattern.matcher(setting.value).matches()) {
            problem(setting, rule + ", was \"" + setting.value + "\"" + comment(setting));
        }
    }

    private void notReserved(Setting setting, String what) {
        if (reserved(setting.value)) {
            problem(setting, what + " must not be the reserved word \"" + setting.value + "\": choose another");
        }
    }

    static boolean reserved(String name) {
        return RESERVED.contains(name.toLowerCase(Locale.ROOT));
    }

    private void noBlanks(Setting setting) {
        if (setting.value.chars().anyMatch(Character::isWhitespace)) {
            problem(setting, "must not hold blanks: copy it again from where it was made");
        }
    }

    private void pair(DwhKey one, DwhKey other) {
        Setting there = settings.get(one);
        if (there != null && !settings.containsKey(other)) {
            problem(there, "stands without " + other
                    + ": add it, or leave both empty to use the machine's own credentials");
        }
    }

    // configparser knows no comments behind a value, and many people put them there
    private static String comment(Setting setting) {
        return setting.value.matches(".*\\s[#;].*") ? "; a comment needs a line of its own" : "";
    }

    private static boolean placeholder(String value) {
        return value.length() > 2 && value.startsWith("<") && value.endsWith(">");
    }

    private static boolean usable(@Nullable Setting setting) {
        return setting != null && !placeholder(setting.value);
    }

    private static boolean validPort(int port) {
        return port >= 1 && port <= 65535;
    }

    static boolean clusterPort(int port) {
        return port >= 5431 && port <= 5455 || port >= 8191 && port <= 8215;
    }

    private void problem(Setting setting, String message) {
        problems.add(new Problem(setting.key.section(), setting.key.name(), setting.line, message));
    }
}
