/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws.standin;

import dev.warehouse.api.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Data API: statements that run on a Redshift of this machine, while others ask how they are. */
final class DataApi {

    private static final int LONGEST_STATEMENT = 200_000;
    private static final Pattern NAMED = Pattern.compile(
            "'(?:[^'\\\\]|\\\\.)*'|\"[^\"]*\"|--[^\\n]*|::|:([A-Za-z_]\\w*)");

    private static final class Session {
        private final Connection connection;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private volatile boolean busy;

        Session(Connection connection) {
            this.connection = connection;
        }

        void close() {
            thread.shutdownNow();
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Statement {
        private final String id = UUID.randomUUID().toString();
        private final List<Statement> parts = new ArrayList<>();
        private final List<String> rows = new ArrayList<>();
        private @Nullable String columns;
        private String status = "SUBMITTED";
        private String error = "";
        private long count = -1;
        private int looks;
        private @Nullable PreparedStatement running;
        private boolean cancelled;
    }

    private final Redshift redshift;
    private final Serverless serverless;
    private final Secrets secrets;
    private final Map<String, Session> sessions = new TreeMap<>();
    private final Map<String, Statement> statements = new TreeMap<>();
    private final Map<String, String> answers = new TreeMap<>();
    private final List<String> given = new ArrayList<>();
    private Endpoint endpoint = new Endpoint("127.0.0.1", 5439, "dev", "awsuser", "Secr3tOfTheStandIn", false);
    private int looks;
    private int pageSize = 1000;

    DataApi(Redshift redshift, Serverless serverless, Secrets secrets) {
        this.redshift = redshift;
        this.serverless = serverless;
        this.secrets = secrets;
    }

    void statementsAt(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    void slow(int looks) {
        this.looks = looks;
    }

    void rowsOfAPage(int rows) {
        pageSize = rows;
    }

    int sessions() {
        return sessions.size();
    }

    void endSessions() {
        sessions.values().forEach(Session::close);
        sessions.clear();
    }

    List<String> statements() {
        return List.copyOf(given);
    }

    void close() {
        endSessions();
    }

    String answer(Request request) {
        Serverless.Fields fields = new Serverless.Fields(Secrets.fields(request.body()));
        return switch (request.action()) {
            case "ExecuteStatement" -> once(fields, () -> execute(fields, List.of(fields.required("Sql")), false));
            case "BatchExecuteStatement" -> once(fields, () -> execute(fields, fields.list("Sqls"), true));
            case "DescribeStatement" -> {
                Statement statement = statement(fields);
                synchronized (statement) {
                    yield describe(statement);
                }
            }
            case "GetStatementResult" -> {
                Statement statement = statement(fields);
                synchronized (statement) {
                    yield page(statement, fields.text("NextToken"));
                }
            }
            case "CancelStatement" -> cancel(statement(fields));
            default -> throw new Fault(400, "UnknownOperationException", request.action());
        };
    }

    private String once(Serverless.Fields fields, Supplier<String> call) {
        String token = fields.text("ClientToken");
        String answer = answers.get(token);
        if (answer == null) {
            answer = call.get();
            answers.put(token.isEmpty() ? UUID.randomUUID().toString() : token, answer);
        }
        return answer;
    }

    private Statement statement(Serverless.Fields fields) {
        Statement statement = statements.get(fields.required("Id"));
        if (statement == null) {
            throw new Fault(400, "ResourceNotFoundException", "Query does not exist.");
        }
        return statement;
    }

    private Session session(Serverless.Fields fields, String id) {
        String session = fields.text("SessionId");
        if (session.isEmpty()) {
            return open(fields, id);
        }
        Serverless.check(!fields.has("Database") && !fields.has("ClusterIdentifier") && !fields.has("WorkgroupName")
                && !fields.has("SecretArn"), "SessionId excludes what says where to connect to.");
        Session found = sessions.get(session);
        Serverless.check(found != null, "Session is not available.");
        Serverless.check(!found.busy, "Session is busy with another statement.");
        return found;
    }

    private Session open(Serverless.Fields fields, String id) {
        String cluster = fields.text("ClusterIdentifier");
        String workgroup = fields.text("WorkgroupName");
        Serverless.check(cluster.isEmpty() != workgroup.isEmpty(), "Specify either ClusterIdentifier or WorkgroupName.");
        Serverless.check(cluster.isEmpty() ? serverless.has(workgroup) : redshift.has(cluster),
                "Redshift endpoint doesn't exist in this region.");
        Serverless.check(!(fields.has("SecretArn") && fields.has("DbUser")), "Specify either SecretArn or DbUser.");
        Serverless.check(!fields.has("SecretArn") || secrets.has(fields.text("SecretArn")), "Secret does not exist.");
        Serverless.check(fields.required("Database").equals(endpoint.database()), "Database does not exist.");
        try {
            Session session = new Session(DriverManager.getConnection(endpoint.jdbcUrl() + "&enableFetchRingBuffer=false",
                    endpoint.properties()));
            sessions.put(id, session);
            return session;
        } catch (SQLException e) {
            throw new Fault(400, "DatabaseConnectionException", String.valueOf(e.getMessage()));
        }
    }

    private String execute(Serverless.Fields fields, List<String> sqls, boolean batch) {
        int keepAlive = fields.has("SessionKeepAliveSeconds") ? Integer.parseInt(fields.text("SessionKeepAliveSeconds")) : 0;
        Serverless.check(keepAlive >= 0 && keepAlive <= 86_400, "SessionKeepAliveSeconds must be between 0 and 86400.");
        Serverless.check(!sqls.isEmpty() && sqls.size() <= 40, "Sqls must have between 1 and 40 statements.");
        sqls.forEach(sql -> Serverless.check(sql.length() <= LONGEST_STATEMENT, "Query string is too large."));
        Map<String, String> parameters = new TreeMap<>();
        for (int i = 0; fields.has("Parameters." + i); i++) {
            String name = fields.required("Parameters." + i + ".name");
            parameters.put(name, fields.required("Parameters." + i + ".value"));
            Serverless.check(sqls.get(0).contains(":" + name), "Parameters list contains unused parameters.");
        }
        String id = fields.text("SessionId").isEmpty() ? UUID.randomUUID().toString() : fields.text("SessionId");
        Session session = session(fields, id);
        session.busy = true;
        sqls.forEach(sql -> given.add(sql + (parameters.isEmpty() ? "" : " " + parameters)));
        Statement statement = new Statement();
        statement.looks = looks;
        statements.put(statement.id, statement);
        for (int i = 0; batch && i < sqls.size(); i++) {
            Statement part = new Statement();
            statement.parts.add(part);
            statements.put(statement.id + ":" + (i + 1), part);
        }
        session.thread.execute(() -> {
            if (batch) {
                runAll(session, statement, sqls);
            } else {
                run(session, statement, sqls.get(0), parameters);
            }
            if (keepAlive == 0) {
                session.close();
            }
        });
        if (keepAlive == 0) {
            sessions.remove(id);
        }
        return "{\"Id\":\"" + statement.id + "\"" + (keepAlive == 0 ? "" : ",\"SessionId\":\"" + id + "\"") + "}";
    }

    private void runAll(Session session, Statement whole, List<String> sqls) {
        Statement begin = new Statement();
        run(session, begin, "begin", Map.of());
        for (int i = 0; i < sqls.size(); i++) {
            session.busy = true;
            run(session, whole.parts.get(i), sqls.get(i), Map.of());
            if (!whole.parts.get(i).status.equals("FINISHED")) {
                run(session, begin, "rollback", Map.of());
                finish(session, whole, "FAILED", "Query #" + (i + 1) + " failed with " + whole.parts.get(i).error);
                return;
            }
        }
        run(session, begin, "commit", Map.of());
        finish(session, whole, "FINISHED", "");
    }

    private static void run(Session session, Statement statement, String sql, Map<String, String> parameters) {
        List<String> values = new ArrayList<>();
        String text = parameters.isEmpty() ? sql : positional(sql, parameters, values);
        try (PreparedStatement prepared = session.connection.prepareStatement(text)) {
            for (int i = 0; i < values.size(); i++) {
                prepared.setString(i + 1, values.get(i));
            }
            synchronized (statement) {
                if (statement.cancelled) {
                    throw new SQLException("cancelled before it began");
                }
                statement.running = prepared;
                statement.status = "STARTED";
            }
            if (prepared.execute()) {
                read(statement, prepared.getResultSet());
            } else {
                statement.count = prepared.getUpdateCount();
            }
            finish(session, statement, "FINISHED", "");
        } catch (SQLException e) {
            finish(session, statement, statement.cancelled ? "ABORTED" : "FAILED", String.valueOf(e.getMessage()));
        }
    }

    private static void finish(Session session, Statement statement, String status, String error) {
        synchronized (statement) {
            statement.running = null;
            statement.error = error;
            session.busy = false;
            statement.status = status;
        }
    }

    private static String positional(String sql, Map<String, String> parameters, List<String> values) {
        Matcher named = NAMED.matcher(sql);
        StringBuilder text = new StringBuilder();
        while (named.find()) {
            String name = named.group(1);
            boolean known = name != null && parameters.containsKey(name);
            if (known) {
                values.add(parameters.get(name));
            }
            named.appendReplacement(text, Matcher.quoteReplacement(known ? "?" : named.group()));
        }
        return named.appendTail(text).toString();
    }

    private static void read(Statement statement, ResultSet result) throws SQLException {
        ResultSetMetaData about = result.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            columns.add("{\"name\":" + Secrets.quote(about.getColumnName(i)) + ",\"label\":"
                    + Secrets.quote(about.getColumnLabel(i)) + ",\"typeName\":" + Secrets.quote(about.getColumnTypeName(i))
                    + ",\"precision\":" + about.getPrecision(i) + ",\"scale\":" + about.getScale(i) + "}");
        }
        statement.columns = String.join(",", columns);
        while (result.next()) {
            List<String> fields = new ArrayList<>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                fields.add(field(result, i, about.getColumnTypeName(i)));
            }
            statement.rows.add("[" + String.join(",", fields) + "]");
        }
        statement.count = statement.rows.size();
    }

    private static String field(ResultSet result, int index, String type) throws SQLException {
        String text = result.getString(index);
        if (text == null) {
            return "{\"isNull\":true}";
        }
        if (Set.of("int2", "int4", "int8", "oid").contains(type)) {
            return "{\"longValue\":" + result.getLong(index) + "}";
        }
        if (Set.of("float4", "float8").contains(type)) {
            return "{\"doubleValue\":" + result.getDouble(index) + "}";
        }
        return type.equals("bool") ? "{\"booleanValue\":" + result.getBoolean(index) + "}"
                : "{\"stringValue\":" + json(text) + "}";
    }

    private static String json(String text) {
        return Secrets.quote(text).replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    }

    private String describe(Statement statement) {
        String status = statement.looks-- > 0 ? "STARTED" : statement.status;
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < statement.parts.size(); i++) {
            parts.append(i == 0 ? "" : ",").append(state(statement.id + ":" + (i + 1), statement.parts.get(i),
                    statement.parts.get(i).status)).append('}');
        }
        return state(statement.id, statement, status)
                + (statement.parts.isEmpty() ? "" : ",\"SubStatements\":[" + parts + "]") + "}";
    }

    private static String state(String id, Statement statement, String status) {
        return "{\"Id\":\"" + id + "\",\"Status\":\"" + status + "\",\"HasResultSet\":" + (statement.columns != null)
                + ",\"ResultRows\":" + statement.count
                + (statement.error.isEmpty() ? "" : ",\"Error\":" + json(statement.error));
    }

    private String page(Statement statement, String token) {
        if (statement.columns == null || !statement.status.equals("FINISHED")) {
            throw new Fault(400, "ResourceNotFoundException", "Query does not have result. Please check query status.");
        }
        int from = token.isEmpty() ? 0 : Integer.parseInt(token);
        int to = Math.min(statement.rows.size(), from + pageSize);
        return "{\"ColumnMetadata\":[" + statement.columns + "],\"Records\":["
                + String.join(",", statement.rows.subList(from, to)) + "],\"TotalNumRows\":" + statement.rows.size()
                + (to < statement.rows.size() ? ",\"NextToken\":\"" + to + "\"" : "") + "}";
    }

    private static String cancel(Statement statement) {
        synchronized (statement) {
            if (Set.of("FINISHED", "FAILED", "ABORTED").contains(statement.status)) {
                throw new Fault(400, "ValidationException", "Could not cancel a query that is already in "
                        + statement.status + " state.");
            }
            statement.cancelled = true;
            if (statement.running != null) {
                try {
                    statement.running.cancel();
                } catch (SQLException e) {
                    throw new Fault(500, "InternalServerException", String.valueOf(e.getMessage()));
                }
            }
        }
        return "{\"Status\":true}";
    }
}
