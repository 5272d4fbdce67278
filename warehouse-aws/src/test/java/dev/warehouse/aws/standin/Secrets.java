/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws.standin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Secrets, those that Redshift keeps among them. */
final class Secrets {

    private record Secret(String value, Map<String, String> tags) { }

    private final Map<String, Secret> secrets = new TreeMap<>();
    private final Set<String> passwords = new TreeSet<>();

    static String arn(String name) {
        return "arn:aws:secretsmanager:us-west-2:" + AwsStandIn.ACCOUNT + ":secret:" + name;
    }

    void keep(String name, String user, String password) {
        secrets.put(name, new Secret(login(user, password), Map.of("aws:secretsmanager:owningService", "redshift")));
    }

    static String login(String user, String password) {
        return "{\"username\":" + quote(user) + ",\"password\":" + quote(password) + "}";
    }

    Set<String> passwords() {
        return Set.copyOf(passwords);
    }

    void forget(String name) {
        secrets.remove(name);
    }

    String answer(Request request) {
        Map<String, String> fields = fields(request.body());
        String name = fields.getOrDefault("SecretId", fields.getOrDefault("Name", "")).replaceFirst("^arn:.*:secret:", "");
        switch (request.action()) {
            case "CreateSecret" -> {
                if (secrets.containsKey(name)) {
                    throw new Fault(400, "ResourceExistsException", "The operation failed because the secret " + name
                            + " already exists.");
                }
                Map<String, String> tags = new TreeMap<>();
                for (int i = 0; fields.containsKey("Tags." + i + ".Key"); i++) {
                    tags.put(fields.get("Tags." + i + ".Key"), fields.get("Tags." + i + ".Value"));
                }
                secrets.put(name, new Secret(fields.get("SecretString"), tags));
                passwords.add(fields(fields.get("SecretString")).get("password"));
                return "{\"ARN\":" + quote(arn(name)) + "}";
            }
            case "DescribeSecret" -> {
                return "{\"Name\":" + quote(name) + ",\"ARN\":" + quote(arn(name)) + ",\"Tags\":[" + secret(name).tags.entrySet().stream().map(tag ->
                        "{\"Key\":" + quote(tag.getKey()) + ",\"Value\":" + quote(tag.getValue()) + "}")
                        .collect(Collectors.joining(",")) + "]}";
            }
            case "GetSecretValue" -> {
                return "{\"Name\":" + quote(name) + ",\"SecretString\":" + quote(secret(name).value) + "}";
            }
            case "DeleteSecret" -> {
                secret(name);
                secrets.remove(name);
                return "{\"Name\":" + quote(name) + "}";
            }
            default -> throw new Fault(400, "UnknownOperationException", request.action());
        }
    }

    boolean has(String arn) {
        return secrets.containsKey(arn.replaceFirst("^arn:.*:secret:", ""));
    }

    private Secret secret(String name) {
        Secret secret = secrets.get(name);
        if (secret == null) {
            throw new Fault(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
        }
        return secret;
    }

    static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** The values of a document by their paths, such as {@code Tags.0.Key}. */
    static Map<String, String> fields(String body) {
        Map<String, String> fields = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    fields.put(parser.getParsingContext().pathAsPointer().toString().substring(1).replace('/', '.'),
                            parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fields;
    }

    String state() {
        return secrets.entrySet().stream().map(secret -> "secret " + secret.getKey() + " " + secret.getValue().tags + "\n")
                .collect(Collectors.joining());
    }
}
