/*
 * Copyright the Warehouse developers
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.warehouse.aws.standin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Roles, their inline policies, and the policies of AWS that are attached to them. */
final class Iam {

    private static final class Role {
        private final String trust;
        private final Map<String, String> tags;
        private final Map<String, String> policies = new TreeMap<>();
        private final Set<String> attached = new TreeSet<>();
        private int unseen;

        Role(String trust, Map<String, String> tags, int unseen) {
            this.trust = trust;
            this.tags = tags;
            this.unseen = unseen;
        }
    }

    private final Map<String, Role> roles = new TreeMap<>();
    private int looks;

    void slow(int looks) {
        this.looks = looks;
    }

    void settle() {
        roles.values().forEach(role -> role.unseen = 0);
    }

    void make(String name, String trust) {
        roles.put(name, new Role(trust, Map.of(), 0));
    }

    static String arn(String role) {
        return "arn:aws:iam::" + AwsStandIn.ACCOUNT + ":role/" + role;
    }

    /** Whether Redshift may be the role, and knows it already. */
    boolean usable(String arn) {
        Role role = roles.get(arn.substring(arn.indexOf('/') + 1));
        if (role == null || !arn.startsWith("arn:aws:iam::" + AwsStandIn.ACCOUNT + ":role/")) {
            return false;
        }
        return role.unseen-- <= 0 && role.trust.contains("redshift.amazonaws.com");
    }

    String answer(Request request) {
        String name = request.required("RoleName");
        String result = switch (request.action()) {
            case "CreateRole" -> create(name, request);
            case "GetRole" -> role(name, seen(name));
            case "PutRolePolicy" -> {
                seen(name).policies.put(request.required("PolicyName"), policy(request.required("PolicyDocument")));
                yield "";
            }
            case "GetRolePolicy" -> Xml.text("RoleName", name) + Xml.text("PolicyName", request.required("PolicyName"))
                    + Xml.text("PolicyDocument", encode(inline(name, request.required("PolicyName"))));
            case "DeleteRolePolicy" -> {
                inline(name, request.required("PolicyName"));
                existing(name).policies.remove(request.required("PolicyName"));
                yield "";
            }
            case "AttachRolePolicy" -> {
                seen(name).attached.add(request.required("PolicyArn"));
                yield "";
            }
            case "DetachRolePolicy" -> {
                if (!existing(name).attached.remove(request.required("PolicyArn"))) {
                    throw missing("Policy " + request.required("PolicyArn") + " was not found.");
                }
                yield "";
            }
            case "ListAttachedRolePolicies" -> Xml.text("IsTruncated", false) + Xml.element("AttachedPolicies",
                    existing(name).attached.stream().map(arn -> Xml.element("member", Xml.text("PolicyArn", arn)
                            + Xml.text("PolicyName", arn.replaceFirst(".*/", "")))).collect(Collectors.joining()));
            case "DeleteRole" -> {
                Role role = existing(name);
                if (!role.policies.isEmpty() || !role.attached.isEmpty()) {
                    throw new Fault(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
                }
                roles.remove(name);
                yield "";
            }
            default -> throw new Fault(400, "InvalidAction", "Could not find operation " + request.action());
        };
        return Xml.element(request.action() + "Response", Xml.element(request.action() + "Result", result)
                + Xml.element("ResponseMetadata", Xml.text("RequestId", "r")));
    }

    private String create(String name, Request request) {
        if (!name.matches("[\\w+=,.@-]{1,64}")) {
            throw new Fault(400, "ValidationError", "The specified value for roleName is invalid.");
        }
        if (roles.containsKey(name)) {
            throw new Fault(409, "EntityAlreadyExists", "Role with name " + name + " already exists.");
        }
        roles.put(name, new Role(policy(request.required("AssumeRolePolicyDocument")), request.tags("Tags"), looks));
        return role(name, roles.get(name));
    }

    private static String policy(String document) {
        if (!document.startsWith("{\"Version\":\"2012-10-17\"") || !document.contains("\"Statement\":[{")) {
            throw new Fault(400, "MalformedPolicyDocument", "Syntax errors in policy.");
        }
        return document;
    }

    private static String role(String name, Role role) {
        return Xml.element("Role", Xml.text("Path", "/") + Xml.text("RoleName", name) + Xml.text("Arn", arn(name))
                + Xml.text("AssumeRolePolicyDocument", encode(role.trust)) + Xml.tags("Tags", "member", role.tags, true));
    }

    private static String encode(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Role existing(String name) {
        Role role = roles.get(name);
        if (role == null) {
            throw missing("The role with name " + name + " cannot be found.");
        }
        return role;
    }

    private Role seen(String name) {
        Role role = existing(name);
        if (role.unseen > 0 && role.unseen-- > looks / 2) {
            throw missing("The role with name " + name + " cannot be found.");
        }
        return role;
    }

    private String inline(String role, String policy) {
        String document = existing(role).policies.get(policy);
        if (document == null) {
            throw missing("The role policy with name " + policy + " cannot be found.");
        }
        return document;
    }

    private static Fault missing(String message) {
        return new Fault(404, "NoSuchEntity", message);
    }

    String state() {
        return roles.entrySet().stream().map(role -> "role " + role.getKey() + " " + role.getValue().trust + " "
                + role.getValue().tags + " " + role.getValue().policies + " " + role.getValue().attached + "\n")
                .collect(Collectors.joining());
    }
}
