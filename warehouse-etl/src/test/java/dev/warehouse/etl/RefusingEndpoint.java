/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.etl;

import dev.warehouse.api.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before an endpoint and, a number of times, refuses COPY and UNLOAD as Redshift does while IAM does not know the
 * role everywhere: the server is sent a statement that fails, so that its transaction ends as it would, and its error gets
 * Redshift's words.
 */
final class RefusingEndpoint implements AutoCloseable {

    static final String REFUSAL = "User arn:aws:redshift:us-west-2:123456789012:dbuser:dwhcluster/awsuser is not authorized "
            + "to assume IAM Role arn:aws:iam::123456789012:role/dwhRole";
    private static final String FAILING = "select cast('x' as integer)";

    private final Endpoint behind;
    private final ServerSocket socket;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    RefusingEndpoint(Endpoint behind) throws IOException {
        this.behind = behind;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", socket.getLocalPort(), behind.database(), behind.user(), behind.password(), false);
    }

    void refuse(int times) {
        refused.set(0);
        left.set(times);
    }

    /** How often it refused since it was told to. */
    int refused() {
        return refused.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // one of the two hung up
            }
        }, "refusing-endpoint");
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = socket.accept();
            Socket server = new Socket(behind.host(), behind.port());
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            open.add(client);
            open.add(server);
            AtomicInteger lies = new AtomicInteger();
            start(() -> pass(client, server, () -> statements(client, server, lies)));
            start(() -> pass(server, client, () -> answers(server, client, lies)));
        }
    }

    private static void pass(Socket from, Socket to, Work work) throws IOException {
        try (from; to) {
            work.run();
        } catch (EOFException e) {
            // the end of the session
        }
    }

    /** From the client: a message without a kind at first, then kind, length, content. */
    private void statements(Socket client, Socket server, AtomicInteger lies) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(server.getOutputStream());
        byte[] startup = in.readNBytes(in.readInt() - 4);
        out.writeInt(startup.length + 4);
        out.write(startup);
        while (true) {
            int kind = in.readUnsignedByte();
            byte[] content = in.readNBytes(in.readInt() - 4);
            if (kind == 'P' || kind == 'Q') {
                content = statement(kind, content, lies);
            }
            write(out, kind, content);
        }
    }

    private byte[] statement(int kind, byte[] content, AtomicInteger lies) {
        String text = new String(content, StandardCharsets.UTF_8);
        int start = kind == 'P' ? text.indexOf('\0') + 1 : 0;
        int end = text.indexOf('\0', start);
        String sql = text.substring(start, end).strip().toLowerCase(Locale.ROOT);
        if (!sql.startsWith("copy ") && !sql.startsWith("unload") || left.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
            return content;
        }
        lies.incrementAndGet();
        refused.incrementAndGet();
        return (text.substring(0, start) + FAILING + text.substring(end)).getBytes(StandardCharsets.UTF_8);
    }

    private static void answers(Socket server, Socket client, AtomicInteger lies) throws IOException {
        DataInputStream in = new DataInputStream(server.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        while (true) {
            int kind = in.readUnsignedByte();
            byte[] content = in.readNBytes(in.readInt() - 4);
            if (kind == 'E' && lies.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                ByteArrayOutputStream error = new ByteArrayOutputStream();
                for (String field : List.of("SERROR", "CXX000", "M" + REFUSAL)) {
                    error.writeBytes(field.getBytes(StandardCharsets.UTF_8));
                    error.write(0);
                }
                error.write(0);
                content = error.toByteArray();
            }
            write(out, kind, content);
        }
    }

    private static void write(DataOutputStream out, int kind, byte[] content) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream(content.length + 5);
        try (DataOutputStream data = new DataOutputStream(message)) {
            data.writeByte(kind);
            data.writeInt(content.length + 4);
            data.write(content);
        }
        message.writeTo(out);
        out.flush();
    }
}
