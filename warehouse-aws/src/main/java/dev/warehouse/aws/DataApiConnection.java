/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws;

import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jooq.tools.jdbc.MockConnection;
import org.jooq.tools.jdbc.MockDataProvider;
import org.jooq.tools.jdbc.MockExecuteContext;
import org.jooq.tools.jdbc.MockResult;
import org.jooq.tools.jdbc.MockStatement;
import org.jspecify.annotations.Nullable;

/**
 * JDBC over a session of the Data API. All of JDBC that does not depend on where results come from is that of jOOQ's
 * {@link MockConnection}, which is made for results of any origin.
 */
final class DataApiConnection extends MockConnection {

    /** The version of the server's language that the Redshift JDBC driver tells too. */
    private static final int MAJOR = 8;

    private static final String API_VERSION = "2019-12-20";

    private final DataApiSession session;
    private final MockDataProvider statements;
    private boolean autoCommit = true;
    private boolean begun;
    private @Nullable String version;

    DataApiConnection(DataApiSession session) {
        this(session, new Statements());
    }

    private DataApiConnection(DataApiSession session, Statements statements) {
        super(statements);
        this.session = session;
        this.statements = statements;
        statements.connection = this;
    }

    /** What jOOQ's statements run by. */
    private static final class Statements implements MockDataProvider {

        private @Nullable DataApiConnection connection;

        @Override
        public MockResult[] execute(MockExecuteContext context) throws SQLException {
            return Objects.requireNonNull(connection).execute(context);
        }
    }

    private MockResult[] execute(MockExecuteContext context) throws SQLException {
        if (context.batchMultiple() && autoCommit) {
            return batch(List.of(context.batchSQL()));
        }
        List<MockResult> results = new ArrayList<>();
        String[] sqls = context.batchSQL();
        Object[][] values = context.batchBindings();
        for (int i = 0; i < Math.max(sqls.length, values.length); i++) {
            String sql = sqls[Math.min(i, sqls.length - 1)];
            Object[] bound = i < values.length && values[i] != null ? values[i] : new Object[0];
            // a ? of a statement without values is part of it, as in a comment
            results.add(execute(bound.length == 0 ? DataApiSql.of(sql) : DataApiSql.of(sql, bound)));
        }
        return results.toArray(MockResult[]::new);
    }

    private MockResult[] batch(List<String> sqls) throws SQLException {
        List<MockResult> results = new ArrayList<>();
        for (int from = 0; from < sqls.size(); from += DataApiSession.MOST_IN_BATCH) {
            session.batch(sqls.subList(from, Math.min(sqls.size(), from + DataApiSession.MOST_IN_BATCH)))
                    .forEach(outcome -> results.add(result(outcome)));
        }
        return results.toArray(MockResult[]::new);
    }

    private MockResult execute(DataApiSql sql) throws SQLException {
        if (!autoCommit && !begun) {
            session.execute(DataApiSql.of("begin"));
            begun = true;
        }
        return result(session.execute(sql));
    }

    private static MockResult result(DataApiSession.Outcome outcome) {
        if (outcome.rows() != null) {
            return new MockResult(-1, outcome.rows());
        }
        return new MockResult((int) Math.min(Integer.MAX_VALUE, outcome.count()));
    }

    private void requireOpen() throws SQLException {
        if (isClosed()) {
            throw new SQLException("the connection is closed", "08003");
        }
    }

    @Override
    public void setAutoCommit(boolean wanted) throws SQLException {
        requireOpen();
        if (wanted && !autoCommit) {
            end("commit");
        }
        autoCommit = wanted;
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        requireOpen();
        return autoCommit;
    }

    @Override
    public void commit() throws SQLException {
        endByHand("commit");
    }

    @Override
    public void rollback() throws SQLException {
        endByHand("rollback");
    }

    private void endByHand(String how) throws SQLException {
        requireOpen();
        if (autoCommit) {
            throw new SQLException("cannot " + how + " while the connection commits by itself", "25P01");
        }
        end(how);
    }

    private void end(String how) throws SQLException {
        if (begun) {
            begun = false;
            session.execute(DataApiSql.of(how));
        }
    }

    @Override
    public void close() throws SQLException {
        if (!isClosed()) {
            super.close();
            session.end();
        }
    }

    @Override
    public boolean isValid(int timeout) throws SQLException {
        return !isClosed() && session.alive();
    }

    @Override
    public int getTransactionIsolation() {
        return TRANSACTION_SERIALIZABLE;
    }

    @Override
    public Statement createStatement() throws SQLException {
        requireOpen();
        return new CancellableStatement();
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return createStatement();
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        return createStatement();
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        requireOpen();
        return new CancellableStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        if (autoGeneratedKeys == Statement.RETURN_GENERATED_KEYS) {
            throw new SQLFeatureNotSupportedException("Redshift gives no generated keys back");
        }
        return prepareStatement(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        throw new SQLFeatureNotSupportedException("the Data API has no output parameters: run CALL as a statement, and"
                + " read the row that it gives");
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        requireOpen();
        return (DatabaseMetaData) Proxy.newProxyInstance(DataApiConnection.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getConnection" -> this;
                    case "getURL" -> session.target().url();
                    case "getDatabaseProductName" -> "Redshift";
                    case "getDatabaseProductVersion" -> version();
                    case "getDatabaseMajorVersion" -> MAJOR;
                    case "getDatabaseMinorVersion" -> 0;
                    case "getDriverName" -> "Amazon Redshift Data API";
                    case "getDriverVersion" -> API_VERSION;
                    case "getUserName" -> user();
                    case "getIdentifierQuoteString" -> "\"";
                    case "supportsTransactions", "storesLowerCaseIdentifiers" -> true;
                    case "supportsBatchUpdates", "supportsMultipleTransactions" -> true;
                    case "supportsGetGeneratedKeys", "supportsSavepoints", "isReadOnly" -> false;
                    case "getDefaultTransactionIsolation" -> TRANSACTION_SERIALIZABLE;
                    case "toString" -> "metadata of " + session.target();
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new SQLFeatureNotSupportedException("the Data API does not tell "
                            + method.getName() + "; ask Redshift's system views");
                });
    }

    private String version() throws SQLException {
        if (version == null) {
            version = text("select version()").replaceFirst("(?s)PostgreSQL (\\S+).*", "$1");
        }
        return version;
    }

    private String user() throws SQLException {
        return text("select current_user");
    }

    private String text(String query) throws SQLException {
        DataApiSession.Outcome outcome = session.execute(DataApiSql.of(query));
        return outcome.rows() == null ? "" : String.valueOf(outcome.rows().get(0).get(0)).strip();
    }

    @Override
    public String toString() {
        return "DataApiConnection[" + session.target() + "]";
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("the connection is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        throw new SQLFeatureNotSupportedException("Redshift has no types that could be mapped");
    }

    /** A statement that another thread can cancel. */
    private final class CancellableStatement extends MockStatement {

        private final @Nullable String prepared;

        CancellableStatement() {
            super(DataApiConnection.this, statements);
            prepared = null;
        }

        CancellableStatement(String sql) {
            super(DataApiConnection.this, statements, sql);
            prepared = sql;
        }

        // JDBC begins a new batch after each, and keeps what was prepared
        @Override
        public int[] executeBatch() throws SQLException {
            try {
                return super.executeBatch();
            } finally {
                clearBatch();
            }
        }

        @Override
        public void clearBatch() throws SQLException {
            super.clearBatch();
            if (prepared != null) {
                super.addBatch(prepared);
            }
        }

        @Override
        public void cancel() throws SQLException {
            session.cancel();
        }

        @Override
        public Connection getConnection() {
            return DataApiConnection.this;
        }
    }
}
