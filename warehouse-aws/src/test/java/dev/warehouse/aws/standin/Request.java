/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws.standin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call.
 *
 * @param service the name of the service in the signature's scope
 * @param region the region in the signature's scope
 * @param action what is called
 * @param parameters of the query protocol, by their flat names
 * @param body of the JSON protocol
 */
record Request(String service, String region, String action, Map<String, String> parameters, String body) {

    static Request of(String authorization, String target, String body) {
        Matcher scope = Pattern.compile("Credential=([^/]+)/\\d+/([^/]+)/([^/]+)/aws4_request").matcher(authorization);
        if (!scope.find()) {
            throw new Fault(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
        }
        if (!scope.group(1).equals(AwsStandIn.ACCESS_KEY)) {
            throw new Fault(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        if (target.isEmpty()) {
            for (String pair : body.split("&")) {
                int equals = pair.indexOf('=');
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        String action = target.isEmpty() ? parameters.getOrDefault("Action", "") : target.replaceFirst(".*\\.", "");
        return new Request(scope.group(3), scope.group(2), action, parameters, body);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String text(String name) {
        return parameters.getOrDefault(name, "");
    }

    String required(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            throw new Fault(400, "MissingParameter", "The request must contain the parameter " + name);
        }
        return value;
    }

    int number(String name, int otherwise) {
        return text(name).isEmpty() ? otherwise : Integer.parseInt(text(name));
    }

    boolean is(String name) {
        return text(name).equals("true");
    }

    /** The elements of a list, whatever its members are called. */
    List<String> list(String name) {
        Map<Integer, String> elements = new TreeMap<>();
        Pattern element = Pattern.compile(Pattern.quote(name) + "(\\.[A-Za-z]+)?\\.(\\d+)");
        parameters.forEach((key, value) -> {
            Matcher matcher = element.matcher(key);
            if (matcher.matches()) {
                elements.put(Integer.parseInt(matcher.group(2)), value);
            }
        });
        return List.copyOf(elements.values());
    }

    /** The tags under a name. */
    Map<String, String> tags(String name) {
        Map<String, String> tags = new TreeMap<>();
        Pattern key = Pattern.compile(Pattern.quote(name) + "(\\.[A-Za-z]+)?\\.\\d+\\.Key");
        parameters.forEach((parameter, value) -> {
            if (key.matcher(parameter).matches()) {
                tags.put(value, text(parameter.replaceFirst("Key$", "Value")));
            }
        });
        return tags;
    }
}
