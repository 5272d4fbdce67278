/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import dev.warehouse.api.internal.sql.RedshiftError;
import dev.warehouse.local.internal.unload.ResultColumn;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plain session with the PostgreSQL underneath, for the endpoint's own errands: one statement at a time, by the
 * simple protocol. Not for several threads at once.
 */
public final class PgConnection implements AutoCloseable {

    private static final String STOP = "select 1/0; ";
    private static final String DIVISION_BY_ZERO = "22012";

    private final PgChannel channel;
    private final PasswordLogin login;
    private List<ResultColumn> described = List.of();

    private PgConnection(PgChannel channel, PasswordLogin login) {
        this.channel = channel;
        this.login = login;
    }

    /**
     * Starts a session over an open channel to a PostgreSQL that trusts it.
     *
     * @param socket the channel; closed if the session does not start
     * @param user as whom
     * @param database in which database
     * @return the session
     * @throws IOException if PostgreSQL refuses
     */
    public static PgConnection open(SocketChannel socket, String user, String database) throws IOException {
        return open(socket, user, "", database, Map.of());
    }

    /**
     * Starts a session over an open channel.
     *
     * @param socket the channel; closed if the session does not start
     * @param user as whom
     * @param password the user's password, should PostgreSQL ask for it
     * @param database in which database
     * @param settings what is set for the session
     * @return the session
     * @throws IOException if PostgreSQL refuses
     */
    public static PgConnection open(SocketChannel socket, String user, String password, String database,
            Map<String, String> settings) throws IOException {
        PgChannel channel = new PgChannel(socket);
        try {
            MessageBuilder startup = new MessageBuilder().int32(196608)
                    .cstring("user").cstring(user).cstring("database").cstring(database)
                    .cstring("client_encoding").cstring("UTF8")
                    .cstring("application_name").cstring("warehouse");
            settings.forEach((name, value) -> startup.cstring(name).cstring(value));
            startup.int8(0);
            byte[] size = new MessageBuilder().int32(startup.size() + 4).toBytes();
            channel.writeRaw(size, 0, 4);
            channel.writeRaw(startup.bytes(), 0, startup.size());
            channel.flush();
            PgConnection connection = new PgConnection(channel, new PasswordLogin(user, password));
            connection.untilReady(null);
            return connection;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Runs one or more statements.
     *
     * @param sql PostgreSQL's SQL
     * @return the rows of all of them, each value as text, null for NULL
     * @throws IOException if a statement fails, with PostgreSQL's message, or if the connection is gone
     */
    public List<@Nullable String[]> query(String sql) throws IOException {
        channel.write(new MessageBuilder('Q').cstring(sql));
        channel.flush();
        List<@Nullable String[]> rows = new ArrayList<>();
        untilReady(rows);
        return rows;
    }

    /**
     * Holds a statement against PostgreSQL's grammar, and does not run it: PostgreSQL reads all of a text before it
     * runs the first statement of it, and the first one here always fails.
     *
     * @param sql a statement in PostgreSQL's SQL
     * @return the error, its position counted in characters from 0; null if the grammar takes it
     * @throws IOException if the connection is gone
     */
    public @Nullable RedshiftError syntaxErrorOf(String sql) throws IOException {
        channel.write(new MessageBuilder('Q').cstring(STOP + sql));
        channel.flush();
        ErrorFields error = errorUntilReady(null);
        if (error == null) {
            throw new IOException("PostgreSQL ran what it should have read only");
        }
        return error.sqlState().equals(DIVISION_BY_ZERO) ? null : new RedshiftError(
                error.sqlState(), error.message(), null, null, Math.max(0, error.position() - STOP.length()));
    }

    /**
     * Runs one or more statements.
     *
     * @param sql PostgreSQL's SQL
     * @return the error, its position counted in characters from 0, or -1; null if all went well
     * @throws IOException if the connection is gone
     */
    public @Nullable RedshiftError errorOf(String sql) throws IOException {
        channel.write(new MessageBuilder('Q').cstring(sql));
        channel.flush();
        return told(errorUntilReady(null));
    }

    /**
     * What PostgreSQL says of a statement that it does not run.
     *
     * @param columns of the result; none if it has none, or is refused
     * @param error why it is refused, its position counted in characters from 0, or -1; null if it is not
     */
    public record Described(List<ResultColumn> columns, @Nullable RedshiftError error) {
    }

    /**
     * Has a statement looked at with all its names and types, and not run.
     *
     * @param sql one statement in PostgreSQL's SQL, with or without parameters
     * @return the columns, or the error
     * @throws IOException if the connection is gone
     */
    public Described describe(String sql) throws IOException {
        channel.write(new MessageBuilder('P').cstring("").cstring(sql).int16(0));
        channel.write(new MessageBuilder('D').int8('S').cstring(""));
        channel.write(new MessageBuilder('S'));
        channel.flush();
        described = List.of();
        RedshiftError error = told(errorUntilReady(null));
        return new Described(described, error);
    }

    private static @Nullable RedshiftError told(@Nullable ErrorFields error) {
        return error == null ? null
                : new RedshiftError(error.sqlState(), error.message(), null, null, error.position());
    }

    private void untilReady(@Nullable List<@Nullable String[]> rows) throws IOException {
        ErrorFields error = errorUntilReady(rows);
        if (error != null) {
            throw new IOException(error.message() + " (SQLSTATE " + error.sqlState() + ")");
        }
    }

    private @Nullable ErrorFields errorUntilReady(@Nullable List<@Nullable String[]> rows) throws IOException {
        ErrorFields error = null;
        while (true) {
            int type = channel.read();
            switch (type) {
                case 'Z' -> {
                    return error;
                }
                case 'D' -> {
                    if (rows != null) {
                        rows.add(row(channel.body(), channel.length()));
                    }
                }
                case 'T' -> described = Session.columns(MessageReader.of(channel));
                case 'E' -> error = ErrorFields.parse(channel.body(), channel.length());
                case 'R' -> {
                    MessageReader reader = MessageReader.of(channel);
                    int code = reader.int32();
                    if (code != 0) {
                        login.answer(channel, reader, code);
                    }
                }
                case -1 -> throw new IOException(error == null ? "PostgreSQL closed the connection" : error.message());
                default -> {
                    // notices, parameters: nobody asked
                }
            }
        }
    }

    /** The values of a DataRow in text format. */
    static @Nullable String[] row(byte[] body, int length) throws IOException {
        MessageReader reader = new MessageReader(body, length);
        @Nullable String[] values = new String[reader.int16()];
        for (int i = 0; i < values.length; i++) {
            int size = reader.int32();
            if (size >= 0) {
                values[i] = new String(reader.bytes(size), StandardCharsets.UTF_8);
            }
        }
        return values;
    }

    /**
     * The server's version, as far as its behaviour goes.
     *
     * @return for example 18
     * @throws IOException if PostgreSQL does not answer
     */
    public int majorVersion() throws IOException {
        return Integer.parseInt(String.valueOf(query("show server_version_num").get(0)[0])) / 10_000;
    }

    @Override
    public void close() {
        try {
            channel.write('X', new byte[0], 0, 0);
            channel.flush();
        } catch (IOException alreadyGone) {
            // the session ends either way
        }
        channel.close();
    }
}
