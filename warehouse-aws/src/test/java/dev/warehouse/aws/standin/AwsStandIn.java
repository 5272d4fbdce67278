/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.warehouse.api.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;

/** An account of AWS on this machine. */
public final class AwsStandIn implements AutoCloseable {

    /** The id of the only access key it knows. */
    public static final String ACCESS_KEY = "AKIASTANDIN";
    static final String ACCOUNT = "123456789012";

    private static final Set<String> READING = Set.of("Get", "Des", "Lis");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Iam iam = new Iam();
    private final Ec2 ec2 = new Ec2();
    private final Secrets secrets = new Secrets();
    private final Redshift redshift = new Redshift(iam, ec2, secrets);
    private final Serverless serverless = new Serverless(iam, ec2, secrets);
    private final DataApi data = new DataApi(redshift, serverless, secrets);
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<Integer, Fault> faults = new HashMap<>();
    private final Map<String, Fault> refusals = new HashMap<>();
    private final Map<String, Runnable> meanwhile = new HashMap<>();
    private final Set<Integer> lost = new java.util.HashSet<>();
    private int deadFrom = Integer.MAX_VALUE;

    public AwsStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Where all clusters answer from now on. A password that Redshift makes is this endpoint's. */
    public synchronized AwsStandIn clustersAt(Endpoint endpoint) {
        redshift.clustersAt(endpoint);
        serverless.workgroupsAt(endpoint);
        data.statementsAt(endpoint);
        return this;
    }

    /** How many looks each passing state lasts. */
    public synchronized AwsStandIn slow(int looks) {
        redshift.slow(looks);
        serverless.slow(looks);
        data.slow(looks);
        iam.slow(looks);
        return this;
    }

    /** Every call so far, such as {@code redshift:CreateCluster}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** The calls so far that change something. */
    public List<String> changes() {
        return calls.stream().filter(call -> !READING.contains(call.substring(call.indexOf(':') + 1).substring(0, 3)))
                .toList();
    }

    public void forgetCalls() {
        calls.clear();
    }

    /** The call with this number, from 1, is refused and has no effect. */
    public synchronized AwsStandIn failAt(int call, int status, String code, String message) {
        faults.put(call, new Fault(status, code, message));
        return this;
    }

    /** All calls of an action, such as {@code redshift:CreateCluster}, are refused. */
    public synchronized AwsStandIn refuse(String action, int status, String code, String message) {
        refusals.put(action, new Fault(status, code, message));
        return this;
    }

    /** Something happens while the next call of an action is on its way. */
    public synchronized AwsStandIn during(String action, Runnable event) {
        meanwhile.put(action, event);
        return this;
    }

    /** The call with this number takes effect, but its answer does not arrive. */
    public synchronized AwsStandIn loseAnswerOf(int call) {
        lost.add(call);
        return this;
    }

    /** The caller is killed within the call with this number: it takes effect, and none after it does. */
    public synchronized AwsStandIn killAt(int call) {
        deadFrom = call;
        return this;
    }

    /** Nothing is refused, lost or killed any more. */
    public synchronized void heal() {
        faults.clear();
        refusals.clear();
        lost.clear();
        deadFrom = Integer.MAX_VALUE;
    }

    /** Enough time passes for everybody to see what was made. */
    public synchronized AwsStandIn settle() {
        iam.settle();
        return this;
    }

    /** Brings a cluster into a state by hand. */
    public synchronized void status(String cluster, String status) {
        redshift.status(cluster, status);
    }

    public synchronized void makeRole(String name, String trust) {
        iam.make(name, trust);
    }

    /** How long temporary credentials are good for. */
    public synchronized void credentialsLast(int seconds) {
        redshift.credentialsLast(seconds);
    }

    public synchronized void makeCluster(String name) {
        redshift.make(name);
    }

    public synchronized void makeWorkgroup(String name) {
        serverless.make(name);
    }

    /** A snapshot that somebody else took of a cluster that is gone. */
    public synchronized void makeSnapshot(String name) {
        redshift.makeSnapshot(name);
    }

    /** The password in every secret that was ever made by a caller. */
    public synchronized Set<String> secrets() {
        return secrets.passwords();
    }

    public synchronized void removeDefaultVpc() {
        ec2.removeDefaultVpc();
    }

    /** How many sessions of the Data API are open. */
    public synchronized int sessions() {
        return data.sessions();
    }

    /** All sessions of the Data API have been idle for too long. */
    public synchronized void endSessions() {
        data.endSessions();
    }

    /** Each statement that the Data API was given, with its parameters. */
    public synchronized List<String> statements() {
        return data.statements();
    }

    /** How many rows the Data API gives at once. */
    public synchronized AwsStandIn rowsOfAPage(int rows) {
        data.rowsOfAPage(rows);
        return this;
    }

    /** Everything that is in the account, as text. */
    public synchronized String state() {
        return iam.state() + ec2.state() + redshift.state() + serverless.state() + secrets.state();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        data.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String service = "";
        boolean json = target != null;
        try {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            Request request = Request.of(authorization == null ? "" : authorization, json ? target : "", body);
            service = request.service();
            String text = answer(request);
            if (text.isEmpty()) {
                exchange.close();
                return;
            }
            send(exchange, 200, json, text);
        } catch (Fault e) {
            send(exchange, e.status(), json, json ? "{\"__type\":\"" + e.code() + "\",\"message\":\"" + e.getMessage() + "\"}"
                    : error(service, e));
        } catch (RuntimeException e) {
            send(exchange, 500, json, error(service, new Fault(500, "InternalFailure", String.valueOf(e))));
            throw e;
        }
    }

    /** The answer; empty if it is lost on the way. */
    private synchronized String answer(Request request) {
        String action = request.service() + ":" + request.action();
        calls.add(action);
        int number = calls.size();
        Runnable event = meanwhile.remove(action);
        if (event != null) {
            event.run();
        }
        if (number > deadFrom) {
            throw killed();
        }
        Fault fault = faults.getOrDefault(number, refusals.get(action));
        if (fault != null) {
            throw fault;
        }
        String text;
        try {
            text = effect(request);
        } catch (Fault e) {
            if (number == deadFrom) {
                throw killed();
            }
            throw e;
        }
        if (number == deadFrom) {
            throw killed();
        }
        return lost.contains(number) ? "" : text;
    }

    private static Fault killed() {
        return new Fault(403, "InvalidClientTokenId", "The caller is dead.");
    }

    private String effect(Request request) {
        return switch (request.service()) {
            case "iam" -> iam.answer(request);
            case "sts" -> Xml.element("GetCallerIdentityResponse", Xml.element("GetCallerIdentityResult",
                    Xml.text("Account", ACCOUNT) + Xml.text("Arn", "arn:aws:iam::" + ACCOUNT + ":user/engineer")
                            + Xml.text("UserId", "AIDASTANDIN")));
            case "ec2" -> ec2.answer(request, group -> redshift.uses(group) || serverless.uses(group));
            case "redshift" -> redshift.answer(request);
            case "redshift-serverless" -> serverless.answer(request);
            case "redshift-data" -> data.answer(request);
            case "secretsmanager" -> secrets.answer(request);
            default -> throw new Fault(400, "UnknownService", request.service());
        };
    }

    private static String error(String service, Fault fault) {
        String error = Xml.text("Code", fault.code()) + Xml.text("Message", fault.getMessage());
        return service.equals("ec2")
                ? "<Response>" + Xml.element("Errors", Xml.element("Error", error)) + Xml.text("RequestID", "r") + "</Response>"
                : Xml.element("ErrorResponse", Xml.element("Error", Xml.text("Type", "Sender") + error)
                        + Xml.text("RequestId", "r"));
    }

    private static void send(HttpExchange exchange, int status, boolean json, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", json ? "application/x-amz-json-1.1" : "text/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
