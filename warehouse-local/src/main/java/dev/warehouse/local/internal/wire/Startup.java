/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.local.internal.wire;

import dev.warehouse.api.internal.sql.RedshiftError;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first packets of a connection: wishes for encryption, a cancel request, or the start of a session. */
final class Startup {

    private static final int LONGEST = 10_000;
    private static final int PROTOCOL_3 = 3;
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int CANCEL_REQUEST = 80877102;

    /** What PostgreSQL knows of a start-up packet. Drivers of Redshift send more: their version, their system. */
    private static final Set<String> HANDED_ON = Set.of("application_name", "client_encoding", "datestyle",
            "extra_float_digits", "options", "search_path", "timezone", "statement_timeout", "geqo", "intervalstyle");

    private final Map<String, String> parameters;

    private Startup(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** Reads until a session starts; null if none does, because the connection ended or was a cancel request. */
    static @Nullable Startup read(PgChannel client, EndpointServer server) throws IOException {
        client.limitMessages(LONGEST);
        while (client.readStartup()) {
            MessageReader reader = MessageReader.of(client);
            int code = reader.int32();
            if (code == SSL_REQUEST || code == GSS_REQUEST) {
                client.writeRaw(new byte[] {'N'}, 0, 1);
                client.flush();
            } else if (code == CANCEL_REQUEST) {
                server.cancel(reader.int32(), reader.int32());
                return null;
            } else if (code >> 16 == PROTOCOL_3) {
                return session(client, reader, code & 0xffff);
            } else {
                client.write(ErrorFields.of("FATAL", "08P01", "unsupported frontend protocol " + (code >> 16) + "."
                        + (code & 0xffff) + ": the server speaks 3.0").toMessage('E'));
                client.flush();
                return null;
            }
        }
        return null;
    }

    private static @Nullable Startup session(PgChannel client, MessageReader reader, int minor) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name = reader.cstring(); !name.isEmpty(); name = reader.cstring()) {
            parameters.put(name, reader.cstring());
        }
        if (parameters.getOrDefault("user", "").isEmpty()) {
            client.write(ErrorFields.of("FATAL", "28000", "no user name given in the start-up packet").toMessage('E'));
            client.flush();
            return null;
        }
        if (parameters.containsKey("replication")) {
            client.write(ErrorFields.of("FATAL", RedshiftError.FEATURE_NOT_SUPPORTED,
                    "Redshift has no replication protocol").toMessage('E'));
            client.flush();
            return null;
        }
        if (minor > 0) {
            client.write(new MessageBuilder('v').int32(PROTOCOL_3 << 16).int32(0));
        }
        return new Startup(parameters);
    }

    String user() {
        return parameters.getOrDefault("user", "");
    }

    String database() {
        String database = parameters.getOrDefault("database", "");
        return database.isEmpty() ? user() : database;
    }

    /** Hands the packet on: first what is set for all sessions, then what this client wants. */
    void sendTo(PgChannel backend, Map<String, String> settings) throws IOException {
        MessageBuilder startup = new MessageBuilder().int32(PROTOCOL_3 << 16)
                .cstring("user").cstring(user()).cstring("database").cstring(database());
        settings.forEach((name, value) -> startup.cstring(name).cstring(value));
        parameters.forEach((name, value) -> {
            if (HANDED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                startup.cstring(name).cstring(value);
            }
        });
        startup.int8(0);
        byte[] size = new MessageBuilder().int32(startup.size() + 4).toBytes();
        backend.writeRaw(size, 0, size.length);
        backend.writeRaw(startup.bytes(), 0, startup.size());
        backend.flush();
    }
}
